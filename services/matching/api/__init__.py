"""Matching's endpoints."""

from services.matching.api import (
    declarations,
    pairings,
    partings,
    policy,
    proposals,
    rounds,
    rulings,
    suggestions,
)

ROUTERS = [
    policy.router,
    rounds.router,
    rulings.router,
    proposals.router,
    suggestions.router,
    pairings.router,
    partings.router,
    declarations.router,
]

__all__ = ["ROUTERS"]
