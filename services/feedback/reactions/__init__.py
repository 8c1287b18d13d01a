"""Reactions of feedback."""

from services.feedback.reactions import closing, concerns, pairings, pulses, sessions, sponsors, upstream
from services.feedback.reactions.base import reactions

__all__ = ["closing", "concerns", "pairings", "pulses", "reactions", "sessions", "sponsors", "upstream"]
