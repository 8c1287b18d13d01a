"""Aggregates in MongoDB: collections, and transactions that hold writes back and send them together."""
