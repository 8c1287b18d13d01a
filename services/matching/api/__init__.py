"""Matching's endpoints."""

from services.matching.api import (
    criteria,
    decisions,
    declarations,
    do_not_match,
    learning,
    pairings,
    pauses,
    policy,
    proposals,
    rounds,
    shortlists,
    waiting,
)
from shared.service import private_text_router

ROUTERS = [
    policy.router,
    criteria.router,
    learning.router,
    rounds.router,
    decisions.router,
    proposals.router,
    shortlists.router,
    pairings.router,
    pauses.router,
    do_not_match.router,
    declarations.router,
    waiting.router,
    private_text_router,
]

__all__ = ["ROUTERS"]
