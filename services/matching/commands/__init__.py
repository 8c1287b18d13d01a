"""The use cases that change something, one transaction each."""
