"""The HTTP API of feedback."""

from services.feedback.api import check_ins, concerns, pairings, summary

ROUTERS = [check_ins.router, pairings.router, summary.router, concerns.router]
