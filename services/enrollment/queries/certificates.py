"""Certificates: a person's own, those of a programme, and the one that a code verifies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.enrollment.domain.certificate import Certificate, code_typed, initials
from services.enrollment.store import CERTIFICATES, CERTIFICATES_OF_ALL_PROGRAMMES, EMPLOYEES, PROGRAMMES
from shared.kernel import NotFound
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest, find_page

_NOBODY: Final = "-"
"""No id of anything."""


@dataclass(frozen=True)
class OwnCertificates:
    """A person's certificates of a programme, with the names that stand on them."""

    name: str
    programme: str
    items: Sequence[Certificate]


@dataclass(frozen=True)
class Verified:
    """The facts for a stranger who has a code: no name, and nobody else's data."""

    certificate: Certificate
    programme: str
    initials: str


async def list_own(uow: UnitOfWork, employee_id: str) -> OwnCertificates:
    """Return the certificates of an employee in this programme, the latest first.

    Raises:
        NotFound: there is no such programme, or the employee is not known.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    employee = await uow.require(EMPLOYEES, employee_id)
    own = await uow.find(CERTIFICATES, {"employee_id": employee_id}, sort=[("last_on", -1), ("id", 1)])
    return OwnCertificates(employee.name, programme.plan.name, own)


async def list_issued(uow: UnitOfWork, page: PageRequest) -> Found[Certificate]:
    """Return a page of the programme's certificates, and how many there are in all.

    Raises:
        NotFound: there is no such programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    return await find_page(uow, CERTIFICATES, {}, page, sort=[("issued_at", -1), ("id", 1)])


async def verify(uow: UnitOfWork, typed: str) -> Verified:
    """Return the certificate of a code; the same reads are made for every code.

    Raises:
        NotFound: no certificate has this code, or its holder is no longer known.
    """
    certificates = await uow.find(CERTIFICATES_OF_ALL_PROGRAMMES, {"code": code_typed(typed)}, limit=1)
    certificate = certificates[0] if certificates else None
    employee = await uow.get(EMPLOYEES, certificate.employee_id if certificate else _NOBODY)
    programme = await uow.get(PROGRAMMES, certificate.programme if certificate else _NOBODY)
    if certificate is None or employee is None or programme is None:
        raise NotFound("no certificate has this code")
    return Verified(certificate, programme.plan.name, initials(employee.name))
