"""Chaos: commands to all services while a seeded driver breaks the parts; then an independent check.

The checker reads topics and databases as they are, with the plain clients, and decides by its own rules.
"""
