"""Pairings: their ends, and pairs to be kept apart."""
