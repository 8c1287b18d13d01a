"""Reactions of the console: each event updates its rows, in whatever order topics arrive."""

from services.console.reactions import (
    delegates,
    enrollment,
    feedback,
    matching,
    programme_stages,
    scheduling,
    sponsors,
)
from services.console.reactions.registry import reactions

__all__ = [
    "delegates",
    "enrollment",
    "feedback",
    "matching",
    "programme_stages",
    "reactions",
    "scheduling",
    "sponsors",
]
