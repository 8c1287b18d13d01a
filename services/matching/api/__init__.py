"""Matching's endpoints."""

from services.matching.api import pairings, proposals, rounds

ROUTERS = [rounds.router, proposals.router, pairings.router]

__all__ = ["ROUTERS"]
