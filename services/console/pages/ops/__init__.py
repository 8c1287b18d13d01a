"""Pages of the event streams, for operators."""
