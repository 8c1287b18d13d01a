"""Consent to the terms of a programme, where they change."""

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import Identifier, Role


class ConsentAsked(EnrollmentEvent, fact="consent-asked", aggregate="participant", key="participant_id"):
    """The terms have changed: a participant has to agree to them before the next step."""

    participant_id: Identifier
    role: Role


class ConsentGiven(EnrollmentEvent, fact="consent-given", aggregate="participant", key="participant_id"):
    """A participant who was asked has agreed to the terms in force, or they are again those agreed to."""

    participant_id: Identifier


class TermsChangeDue(
    EnrollmentEvent, fact="terms-change-due", aggregate="terms-change", key="programme_id", timer=True
):
    """Timer: the next participants are to be asked about changed terms."""

    programme_id: Identifier
    after: Identifier | None = None
    """The last participant who was looked at; those who follow by id are next."""
