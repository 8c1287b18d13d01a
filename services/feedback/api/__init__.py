"""The HTTP API of feedback."""

from services.feedback.api import check_ins, concerns, pairings, private_text, summary

ROUTERS = [check_ins.router, pairings.router, summary.router, concerns.router, private_text.router]
