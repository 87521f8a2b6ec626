"""The viewer: who asks, with which roles and allowed deeds."""
