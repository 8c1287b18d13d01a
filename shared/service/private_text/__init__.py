"""Private text of a service: encrypted under a key of its author, and erased with that key."""
