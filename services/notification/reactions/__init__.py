"""Reactions to other owners' events; a file for each owner."""

from services.notification.reactions import enrollment, feedback, matching, scheduling
from services.notification.reactions.base import reactions

__all__ = ["enrollment", "feedback", "matching", "reactions", "scheduling"]
