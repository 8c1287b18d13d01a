"""Responses of matching."""
