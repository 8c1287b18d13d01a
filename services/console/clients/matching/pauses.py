"""Responses of matching: whether a pairing is paused, for its coordinators."""

from datetime import date

from services.console.clients.response import Response


class PausedPairing(Response):
    """A pairing and its pause; ``may_resume``: whether the coordinators asked for it."""

    id: str
    mentor_id: str
    mentee_id: str
    state: str
    is_paused: bool
    paused_until: date | None
    may_resume: bool
