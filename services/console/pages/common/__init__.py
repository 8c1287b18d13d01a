"""Pages for everybody, and what all pages share."""
