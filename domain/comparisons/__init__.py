"""Judgements of pairs (so sánh từng cặp): which of two entries is better, where scores left entries equal."""
