"""Checks and generators of documents; not part of the product."""
