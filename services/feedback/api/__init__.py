"""The HTTP API of feedback."""

from services.feedback.api import (
    actions,
    check_ins,
    concerns,
    handling,
    pairings,
    private_text,
    pulses,
    questions,
    summary,
)

ROUTERS = [
    check_ins.router,
    pulses.router,
    questions.router,
    actions.router,
    pairings.router,
    summary.router,
    concerns.router,
    handling.router,
    private_text.router,
]
