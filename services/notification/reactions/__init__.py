"""Reactions to other owners' events; a file for each owner, and one for webhooks, which follow all others."""

from services.notification.reactions import (
    applications,
    circles,
    consents,
    delegates,
    enrollment,
    failures,
    feedback,
    help_questions,
    invitations,
    matching,
    scheduling,
    sponsors,
)

from services.notification.reactions import webhooks  # isort: skip  # after those whose events it shares
from services.notification.reactions.base import reactions

__all__ = [
    "applications",
    "circles",
    "consents",
    "delegates",
    "enrollment",
    "failures",
    "feedback",
    "help_questions",
    "invitations",
    "matching",
    "reactions",
    "scheduling",
    "sponsors",
    "webhooks",
]
