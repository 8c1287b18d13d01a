"""How fast the event kit is, and against what."""
