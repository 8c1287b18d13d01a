"""The HTTP API of scheduling."""

from services.scheduling.api import series, sessions, summary

ROUTERS = [sessions.router, series.router, summary.router]
