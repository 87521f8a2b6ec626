"""The benchmark of reads: generated data, contenders side by side, ratios, growth. See README.md."""
