"""The kinds of messages, and those that are alike."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """The kind of a message; one that is no longer sent keeps its name."""

    INVITATION = "invitation"
    INVITATION_REMINDER = "invitation-reminder"
    WAITLISTED = "waitlisted"
    PLACE_OFFER = "place-offer"
    PLACE_OFFER_REMINDER = "place-offer-reminder"
    PLACE_OFFER_LAPSED = "place-offer-lapsed"
    APPLICATION_DECLINED = "application-declined"
    GET_READY = "get-ready"
    GET_READY_REMINDER = "get-ready-reminder"
    TRAINING_DUE = "training-due"
    TRAINING_DUE_REMINDER = "training-due-reminder"
    TERMS_CHANGED = "terms-changed"
    TERMS_CHANGED_REMINDER = "terms-changed-reminder"
    PROPOSAL = "proposal"
    PROPOSAL_REMINDER = "proposal-reminder"
    PROPOSAL_CLOSED = "proposal-closed"
    SHORTLIST = "shortlist"
    SHORTLIST_REMINDER = "shortlist-reminder"
    SHORTLIST_CLOSED = "shortlist-closed"
    PAIRED = "paired"
    FIRST_CONTACT_REMINDER = "first-contact-reminder"
    SESSIONS_PLANNED = "sessions-planned"
    SESSION_MOVED = "session-moved"
    SESSIONS_CANCELLED = "sessions-cancelled"
    SESSION_REMINDER = "session-reminder"
    CHECK_IN = "check-in"
    CHECK_IN_REMINDER = "check-in-reminder"
    PULSE = "pulse"
    PULSE_REMINDER = "pulse-reminder"
    NUDGE = "nudge"
    PAIRING_PAUSED = "pairing-paused"
    PAIRING_RESUMED = "pairing-resumed"
    PAIRING_ENDED = "pairing-ended"
    PAIRING_COMPLETED = "pairing-completed"
    CERTIFICATE = "certificate"
    CONTACT_AGREED = "contact-agreed"
    CONCERN_ASSIGNED = "concern-assigned"
    CONCERN_REMINDER = "concern-reminder"
    ANSWER_WAITS = "answer-waits"
    ALERT = "alert"
    ALERT_REMINDER = "alert-reminder"
    ALERT_ANSWERED = "alert-answered"
    COORDINATORS_WANTED = "coordinators-wanted"
    DELEGATE_ASKED = "delegate-asked"
    DELEGATE_ASKED_REMINDER = "delegate-asked-reminder"
    DELEGATE_ACCEPTED = "delegate-accepted"
    DELEGATE_MISSING = "delegate-missing"
    DELEGATION_OVER = "delegation-over"
    SPONSOR_ASKED = "sponsor-asked"
    SPONSOR_ASKED_REMINDER = "sponsor-asked-reminder"
    SPONSOR_FOUND = "sponsor-found"
    SPONSORSHIP_OVER = "sponsorship-over"
    QUESTION_ANSWERED = "question-answered"
    CIRCLE_JOINED = "circle-joined"
    CIRCLE_REMOVED = "circle-removed"
    CIRCLE_DATES = "circle-dates"
    CIRCLE_DATE_MOVED = "circle-date-moved"
    CIRCLE_DATES_OFF = "circle-dates-off"
    CIRCLE_REMINDER = "circle-reminder"
    DIGEST = "digest"
    OWN_DIGEST = "own-digest"
    WEBHOOK_DISABLED = "webhook-disabled"
    EVENTS_FAILED = "events-failed"


class Group(StrEnum):
    """Kinds of messages that a person gets at once or in a daily digest."""

    ANSWERS = "answers"
    """Messages that wait for an answer."""
    SESSIONS = "sessions"
    """Times of sessions."""
    NEWS = "news"
    """The outcome of applications, proposals and pairings."""


ALERTS: Final = frozenset({Kind.ALERT, Kind.ALERT_REMINDER, Kind.ALERT_ANSWERED})
"""Messages to sponsors about what is brought to them; they need not take part."""
CONFIDENTIAL: Final = ALERTS | {
    Kind.CONCERN_ASSIGNED,
    Kind.CONCERN_REMINDER,
    Kind.ANSWER_WAITS,
    Kind.COORDINATORS_WANTED,
}
"""Kinds that no figure counts: that there is such a message is for its reader alone."""

SPONSORS: Final = frozenset({Kind.SPONSOR_ASKED, Kind.SPONSOR_ASKED_REMINDER, Kind.SPONSORSHIP_OVER})
"""Messages to people who are named as sponsors; they need not take part."""

CIRCLES: Final = frozenset(
    {Kind.CIRCLE_DATES, Kind.CIRCLE_DATE_MOVED, Kind.CIRCLE_DATES_OFF, Kind.CIRCLE_REMINDER}
)
"""Messages about dates of a circle."""

DELEGATES: Final = frozenset({Kind.DELEGATE_ASKED, Kind.DELEGATE_ASKED_REMINDER, Kind.DELEGATION_OVER})
"""Messages to people who are named as delegates; they need not take part."""

APPLICANTS: Final = frozenset(
    {
        Kind.WAITLISTED,
        Kind.PLACE_OFFER,
        Kind.PLACE_OFFER_REMINDER,
        Kind.PLACE_OFFER_LAPSED,
        Kind.APPLICATION_DECLINED,
    }
)
"""Messages to people who have applied, and do not take part yet."""

INVITED: Final = frozenset({Kind.INVITATION, Kind.INVITATION_REMINDER})
"""Messages to people who are invited, and do not take part yet."""
