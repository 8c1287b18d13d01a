"""Queries of the pages, limited to the rows that the caller may read."""
