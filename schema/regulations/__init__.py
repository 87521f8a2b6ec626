"""Legal parameters, award rules and days off in GraphQL."""
