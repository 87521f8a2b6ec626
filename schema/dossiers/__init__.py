"""What belongs to dossiers in GraphQL: findings, papers, earlier awards, figures of a movement's nominees."""
