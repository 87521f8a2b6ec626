"""What evaluators and those who run a round say about an entry, and which entries want saying something about."""
