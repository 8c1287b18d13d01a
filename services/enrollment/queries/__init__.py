"""Reads of enrollment."""
