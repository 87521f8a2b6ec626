"""Jobs in GraphQL: long computations and how far they are."""
