"""People, their place in the organisation and the roles they hold."""
