"""The HTTP API of scheduling."""

from services.scheduling.api import delegations, series, sessions, summary

ROUTERS = [sessions.router, delegations.router, series.router, summary.router]
