"""A round, from its request to its approval."""
