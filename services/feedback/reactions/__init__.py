"""Reactions of feedback."""

from services.feedback.reactions import closings, concerns, pairings, pulses, sessions, sponsors, upstream
from services.feedback.reactions.base import reactions

__all__ = ["closings", "concerns", "pairings", "pulses", "reactions", "sessions", "sponsors", "upstream"]
