"""Participants, their programme, and why they wait for a partner."""
