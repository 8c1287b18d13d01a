"""Reads of matching, as far as the caller may see."""
