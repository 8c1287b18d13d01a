"""Proposals: answers to them, and the capacity they hold."""
