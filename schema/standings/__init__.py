"""What units achieved in movements, in GraphQL."""
