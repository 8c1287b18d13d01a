"""The HTTP API of enrollment."""
