"""What units achieved in a movement, as figures for their review at the end of the year."""
