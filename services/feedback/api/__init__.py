"""The HTTP API of feedback."""

from services.feedback.api import (
    actions,
    check_ins,
    concerns,
    handling,
    own_questionnaires,
    pairings,
    pulses,
    questions,
    summary,
)
from shared.service import private_text_router

ROUTERS = [
    check_ins.router,
    pulses.router,
    questions.router,
    own_questionnaires.router,
    actions.router,
    pairings.router,
    summary.router,
    concerns.router,
    handling.router,
    private_text_router,
]
