"""The certificate of a participant whose pairing was completed."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.participant import Participant, ParticipantState
from shared.contracts.enrollment import CertificateIssued
from shared.contracts.matching import PairingEndReason
from shared.contracts.scheduling import SeriesEnded
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, EmployeeId, Identifier, stable_id

CODE_BITS: Final = 140
_GROUPS: Final = 7
_GROUP: Final = 4
_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are mistaken for others, or make words."""
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


class Certificate(Aggregate):
    """One person's part in one pairing.

    Attributes:
        sessions: the sessions that were held.
        first_on: the day of the first one, on the person's own clock.
        last_on: the day of the last one.
        code: what a certificate is verified by; shown to its holder alone.
    """

    employee_id: EmployeeId
    participant_id: Identifier
    pairing_id: Identifier
    role: Role
    sessions: int
    first_on: date
    last_on: date
    issued_at: datetime
    code: str


def certificate_id(pairing_id: str, participant_id: str) -> Identifier:
    """Return the id of the certificate that a participant gets for a pairing."""
    return stable_id("certificate", pairing_id, participant_id)


def earns_certificates(ended: SeriesEnded) -> bool:
    """Return whether a pairing brings certificates: it is completed, and the two have met."""
    return ended.reason == PairingEndReason.COMPLETED and ended.held > 0


def issue(
    ended: SeriesEnded, participant: Participant, employee: Employee, code: str, at: datetime
) -> tuple[Certificate, list[CertificateIssued]] | None:
    """Issue a participant's certificate for a pairing that brings certificates; None to one who has left."""
    if participant.state is ParticipantState.WITHDRAWN or not (ended.first_held_at and ended.last_held_at):
        return None
    zone = ZoneInfo(employee.time_zone)
    certificate = Certificate(
        id=certificate_id(ended.pairing_id, participant.id),
        tenant=participant.tenant,
        programme=participant.programme,
        region=participant.region,
        employee_id=employee.id,
        participant_id=participant.id,
        pairing_id=ended.pairing_id,
        role=participant.role,
        sessions=ended.held,
        first_on=ended.first_held_at.astimezone(zone).date(),
        last_on=ended.last_held_at.astimezone(zone).date(),
        issued_at=at,
        code=code,
    )
    issued = CertificateIssued(
        certificate_id=certificate.id,
        participant_id=certificate.participant_id,
        pairing_id=certificate.pairing_id,
        role=certificate.role,
        sessions=certificate.sessions,
        first_on=certificate.first_on,
        last_on=certificate.last_on,
    )
    return certificate, [issued]


def code_of(random: int) -> str:
    """Write a random number of `CODE_BITS` bits as seven groups of four signs."""
    signs = [_DIGITS[random >> shift & 31] for shift in range(0, CODE_BITS, 5)]
    return "-".join("".join(signs[n * _GROUP : (n + 1) * _GROUP]) for n in range(_GROUPS))


def code_typed(text: str) -> str:
    """Return the code that somebody typed: in any case, with any separators, O for 0, I or L for 1."""
    signs = "".join(text.split()).upper().translate(_MISREAD)
    return "-".join(signs[n : n + _GROUP] for n in range(0, len(signs), _GROUP))


def initials(name: str) -> str:
    """Return the first letters of a name: ``E. E.`` of Edda Example."""
    return " ".join(f"{word[0].upper()}." for word in name.replace("-", " ").split() if word[0].isalpha())
