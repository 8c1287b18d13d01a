"""Matching's endpoints."""

from services.matching.api import (
    declarations,
    learning,
    pairings,
    partings,
    policy,
    proposals,
    rounds,
    rulings,
    suggestions,
    waiting,
)

ROUTERS = [
    policy.router,
    learning.router,
    rounds.router,
    rulings.router,
    proposals.router,
    suggestions.router,
    pairings.router,
    partings.router,
    declarations.router,
    waiting.router,
]

__all__ = ["ROUTERS"]
