"""What notification does about other owners' events; one file for each owner."""

from services.notification.reactions import enrollment, feedback, matching, scheduling
from services.notification.reactions.base import reactions

__all__ = ["enrollment", "feedback", "matching", "reactions", "scheduling"]
