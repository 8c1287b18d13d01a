"""Changes that people make: answers, concerns, first contact."""
