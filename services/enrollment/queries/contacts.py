"""How to reach participants, for services that write to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any, Final

from services.enrollment.domain.employee import Employee, search_key
from services.enrollment.domain.invitation import Invitation
from services.enrollment.domain.own_words import WordsByLanguage
from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_state import day_begun
from services.enrollment.queries.own_words import own_words
from services.enrollment.store import APPLICATIONS, EMPLOYEES, INVITATIONS, PARTICIPANTS, PROGRAMMES
from shared.messaging import Collection, UnitOfWork

_MOST_SHARING: Final = 20
"""The most people who may share a mail address and get a link each."""


@dataclass(frozen=True)
class Contacts:
    """A programme with its own words, and some of its people as employees, by participant id."""

    programme: Programme
    words: WordsByLanguage
    employees: dict[str, Employee]


async def find_contacts(uow: UnitOfWork, participant_ids: Sequence[str]) -> Contacts:
    """Find those of these participants, applicants and invited people who are employed.

    Applications and invitations have the id of the participant they may lead to. Invited people are found
    while they can answer, so that no reminder leaves once the programme takes nobody new.

    Raises:
        NotFound: there is no such programme in the caller's tenant.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    sources: tuple[Collection[Any], ...] = (PARTICIPANTS, APPLICATIONS, INVITATIONS)
    await uow.preload(dict.fromkeys(sources, participant_ids))
    persons: dict[str, str] = {}
    for source, id_ in product(sources, participant_ids):
        person = await uow.get(source, id_)
        if person and not (isinstance(person, Invitation) and _is_over(person, programme, uow.now)):
            persons.setdefault(id_, person.employee_id)
    employed = await uow.find(EMPLOYEES, {"id": {"$in": sorted(set(persons.values()))}, "left": False})
    by_id = {employee.id: employee for employee in employed}
    used = (await own_words(uow)).in_use if programme.words else None
    contacts = {id_: by_id[whose] for id_, whose in persons.items() if whose in by_id}
    return Contacts(programme, used.texts if used else {}, contacts)


def _is_over(invitation: Invitation, programme: Programme, now: datetime) -> bool:
    return not (invitation.is_open(now) and programme.admits(day_begun(now)))


async def find_employees(uow: UnitOfWork, employee_ids: Sequence[str]) -> list[Employee]:
    """Find those of these employees who are employed; the others are left out."""
    return await uow.find(EMPLOYEES, {"id": {"$in": list(employee_ids)}, "left": False}, sort=[("id", 1)])


async def find_by_address(uow: UnitOfWork, address: str) -> list[Employee]:
    """Find those employed who have this mail address, in upper case or lower case."""
    query = {"left": False, "email_key": search_key(address)}
    return await uow.find(EMPLOYEES, query, sort=[("id", 1)], limit=_MOST_SHARING)
