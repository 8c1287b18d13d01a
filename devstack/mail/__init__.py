"""A mail server for development, which keeps what it gets, and a page to read it."""
