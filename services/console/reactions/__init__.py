"""What the console does about events: it notes them in its rows, whichever topic comes first."""

from services.console.reactions import enrollment, feedback, matching, scheduling
from services.console.reactions.registry import reactions

__all__ = ["enrollment", "feedback", "matching", "reactions", "scheduling"]
