"""Where the button of a message leads: to one task, or to a page of the reader's own."""

from datetime import datetime
from typing import Final

from services.notification.domain.delivery import Delivery, Reader
from services.notification.domain.kinds import ALERTS, APPLICANTS, DELEGATES, INVITED, SPONSORS, Kind

_TASKS: Final[dict[Kind, str]] = {
    Kind.INVITATION: "join",
    Kind.INVITATION_REMINDER: "join",
    Kind.PROPOSAL: "answer-proposal",
    Kind.PROPOSAL_REMINDER: "answer-proposal",
    Kind.SHORTLIST: "choose-partner",
    Kind.SHORTLIST_REMINDER: "choose-partner",
    Kind.CHECK_IN: "answer-check-in",
    Kind.CHECK_IN_REMINDER: "answer-check-in",
    Kind.PULSE: "answer-pulse",
    Kind.PULSE_REMINDER: "answer-pulse",
    Kind.PAIRED: "first-contact",
    Kind.FIRST_CONTACT_REMINDER: "first-contact",
}
"""The task of a kind, by the console's name for it; the subject of the delivery is that of the task."""
_PAGES: Final[dict[Kind, str]] = dict.fromkeys(APPLICANTS | INVITED, "/join") | {
    Kind.GET_READY: "/programme",
    Kind.GET_READY_REMINDER: "/programme",
    Kind.TRAINING_DUE: "/training",
    Kind.TRAINING_DUE_REMINDER: "/training",
    Kind.TERMS_CHANGED: "/terms",
    Kind.TERMS_CHANGED_REMINDER: "/terms",
    Kind.SHORTLIST: "/shortlist",
    Kind.SHORTLIST_REMINDER: "/shortlist",
    Kind.SHORTLIST_CLOSED: "/shortlist",
    Kind.PAIRED: "/partner",
    Kind.SESSIONS_PLANNED: "/sessions",
    Kind.SESSION_MOVED: "/sessions",
    Kind.SESSIONS_CANCELLED: "/sessions",
    Kind.NUDGE: "/sessions",
    Kind.CIRCLE_JOINED: "/circles",
    Kind.CIRCLE_REMOVED: "/circles",
    Kind.CIRCLE_DATES: "/circles",
    Kind.CIRCLE_DATE_MOVED: "/circles",
    Kind.CIRCLE_DATES_OFF: "/circles",
    Kind.CIRCLE_REMINDER: "/circles",
    Kind.PAIRING_PAUSED: "/partner",
    Kind.PAIRING_RESUMED: "/partner",
    Kind.PAIRING_COMPLETED: "/end",
    Kind.CERTIFICATE: "/end",
    Kind.CONTACT_AGREED: "/end",
    Kind.ANSWER_WAITS: "/concerns",
    Kind.SPONSOR_FOUND: "/protection",
    Kind.QUESTION_ANSWERED: "/help",
    Kind.DELEGATE_ACCEPTED: "/delegate",
    Kind.DELEGATE_MISSING: "/delegate",
}
"""Pages below the reader's page of the programme, where that itself is not the best one."""
_OF_NAMED: Final[dict[Kind, str]] = {
    **dict.fromkeys(SPONSORS, "/sponsorships"),
    **dict.fromkeys(ALERTS, "/alerts"),
    **dict.fromkeys(DELEGATES, "/delegations"),
}
"""Pages of people who are named for a task, and need not take part."""


def task_of(delivery: Delivery) -> tuple[str, datetime] | None:
    """Return the task that a message asks for, and until when it can be done; None where it asks for none.

    Of two who are paired, the first contact is the mentee's.
    """
    task, ends_at = _TASKS.get(delivery.kind), delivery.deadline
    if task is None or ends_at is None or not delivery.participant_id:
        return None
    if task == "first-contact" and delivery.reader is not Reader.MENTEE:
        return None
    return task, ends_at


def page_of(delivery: Delivery) -> str:
    """Return the path of the page that a message leads to, for a reader who signs in."""
    if delivery.kind in _OF_NAMED:
        return f"/mine/{delivery.programme}{_OF_NAMED[delivery.kind]}"
    if delivery.reader is Reader.EMPLOYEE:
        return f"/programmes/{delivery.programme}/concerns"
    if delivery.kind is Kind.COORDINATORS_WANTED:
        return f"/programmes/{delivery.programme}"
    if delivery.failed:
        return f"/ops/{delivery.failed.service}/dead-letters"
    if not delivery.participant_id:
        return "/webhooks" if delivery.kind is Kind.WEBHOOK_DISABLED else "/"
    return f"/mine/{delivery.programme}{_below(delivery)}"


def _below(delivery: Delivery) -> str:
    """Return the page below the reader's own; a reminder leads to its session, which has an agenda."""
    if delivery.kind is Kind.SESSION_REMINDER and delivery.sessions:
        return f"/sessions/{delivery.sessions[0].session_id}"
    return _PAGES.get(delivery.kind, "")
