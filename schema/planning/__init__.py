"""From a GraphQL read operation to a plan: what is asked for, where values come in, what becomes of errors."""
