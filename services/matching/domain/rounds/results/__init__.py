"""The stored results of a round's computation."""
