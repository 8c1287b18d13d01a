"""Participants: their profiles, and how long they wait."""
