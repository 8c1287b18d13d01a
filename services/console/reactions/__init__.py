"""What the console does about events: it notes them in its rows, whichever topic comes first."""

from services.console.reactions import feedback, matching, people, scheduling
from services.console.reactions.registry import reactions

__all__ = ["feedback", "matching", "people", "reactions", "scheduling"]
