"""Responses of enrollment at the end of pairings: certificates, and whether two stay in touch."""

from datetime import date, datetime

from services.console.clients.response import ListResponse, Response
from shared.contracts.vocabulary import Role


class Certificate(Response):
    """A certificate as coordinators see it."""

    certificate_id: str
    participant_id: str
    role: Role
    sessions: int
    first_on: date
    last_on: date
    issued_at: datetime


class Certificates(ListResponse[Certificate]):
    """A page of certificates."""


class OwnCertificate(Certificate):
    """A certificate of the caller."""

    code: str


class OwnCertificates(Response):
    """The caller's certificates of a programme, and the names that stand on them."""

    name: str
    programme: str
    items: list[OwnCertificate]


class VerifiedCertificate(Response):
    """The facts that a code verifies."""

    initials: str
    programme: str
    role: Role
    sessions: int
    first_on: date
    last_on: date


class Farewell(Response):
    """A completed pairing of the caller; the partner's wish is not to be seen before both have said yes."""

    pairing_id: str
    partner: str
    completed_at: datetime | None
    asked_until: datetime | None
    agrees: bool | None
    in_touch: bool
    email: str | None


class Farewells(Response):
    """The completed pairings in which the caller can answer, or stays in touch."""

    items: list[Farewell]
