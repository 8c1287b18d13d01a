"""The pairs considered so far, and the best assignment on them."""
