"""Weights learned from session ratings."""
