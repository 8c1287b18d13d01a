"""Events of the end of pairings: certificates, and two who stay in touch."""

from datetime import date

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import Count, Identifier, Role


class CertificateIssued(
    EnrollmentEvent, fact="certificate-issued", aggregate="certificate", key="certificate_id"
):
    """A participant of a completed pairing has a certificate; its verification code is in no event."""

    certificate_id: Identifier
    participant_id: Identifier
    pairing_id: Identifier
    role: Role
    sessions: Count
    """The sessions that were held."""
    first_on: date
    """The day of the first one, on the participant's own clock."""
    last_on: date


class ContactAgreed(EnrollmentEvent, fact="contact-agreed", aggregate="introduction", key="pairing_id"):
    """Both of a completed pairing want to stay in touch; the wish of one alone is in no event."""

    pairing_id: Identifier
    mentor_id: Identifier
    mentee_id: Identifier
