"""Commands of enrollment; each function is one transaction."""
