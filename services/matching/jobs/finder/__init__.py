"""Searches for single people: the client in the service, and the process that answers."""
