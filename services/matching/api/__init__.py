"""Matching's endpoints."""

from services.matching.api import pairings, policy, proposals, rounds

ROUTERS = [policy.router, rounds.router, proposals.router, pairings.router]

__all__ = ["ROUTERS"]
