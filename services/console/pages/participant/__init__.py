"""Pages for participants: what is their own."""
