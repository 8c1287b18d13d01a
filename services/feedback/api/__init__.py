"""The HTTP API of feedback."""

from services.feedback.api import actions, check_ins, concerns, handling, pairings, private_text, summary

ROUTERS = [
    check_ins.router,
    actions.router,
    pairings.router,
    summary.router,
    concerns.router,
    handling.router,
    private_text.router,
]
