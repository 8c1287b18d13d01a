"""Changes that people make to sessions."""
