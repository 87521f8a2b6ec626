"""What happened to the scores of each round, as a chain of hashes in which no change stays unseen."""
