"""What people can look up."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

from services.enrollment.domain.employee import Employee
from services.enrollment.domain.export import RowError
from services.enrollment.domain.hr_import import ERROR_CHUNK, HrImport, chunk_id
from services.enrollment.domain.invitation import Invitation
from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.domain.programme import Programme
from services.enrollment.store import (
    EMPLOYEES,
    IMPORT_ERRORS,
    IMPORTS,
    INVITATIONS,
    PARTICIPANTS,
    PROGRAMMES,
    REPORTING,
    ReportsTo,
)
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound
from shared.messaging.unit_of_work import UnitOfWork

_DIRECTORY_PAGE: Final = 2000


async def list_programmes(
    uow: UnitOfWork, only: frozenset[str], limit: int, offset: int
) -> tuple[list[Programme], int]:
    """A page of the organisation's programmes, and how many there are; ``only`` limits unless it is empty."""
    query = {"id": {"$in": sorted(only)}} if only else {}
    page = await uow.find(PROGRAMMES, query, sort=[("id", 1)], skip=offset, limit=limit)
    return page, await uow.count(PROGRAMMES, query)


async def get_programme(uow: UnitOfWork, programme_id: str) -> Programme:
    """One programme."""
    return await uow.require(PROGRAMMES, programme_id)


async def list_employees(
    uow: UnitOfWork, filters: Mapping[str, Any], limit: int, offset: int, *, everybody: bool
) -> tuple[list[Employee], int]:
    """A page of those employed now, and how many there are in all.

    Args:
        uow: the unit of work.
        filters: what they must match.
        limit: how many to return at most.
        offset: how many to leave out first.
        everybody: whether to search the whole organisation, or only those who take part.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = {"left": False, **filters}
    if not everybody:
        query["id"] = {"$in": await _taking_part(uow, filters.get("id"))}
    page = await uow.find(EMPLOYEES, query, sort=[("id", 1)], skip=offset, limit=limit)
    return page, await uow.count(EMPLOYEES, query)


async def get_employee(uow: UnitOfWork, employee_id: str, *, everybody: bool) -> Employee:
    """One employee.

    Raises:
        NotFound: there is none, or none who takes part where ``everybody`` is not allowed.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    if not everybody and not await _taking_part(uow, employee_id):
        raise NotFound(f"no such employee: {employee_id}")
    return await uow.require(EMPLOYEES, employee_id)


async def _taking_part(uow: UnitOfWork, employee_ids: object) -> list[str]:
    """The ids of those who take or took part in the programme: all, or of the ids that match."""
    query = {"employee_id": employee_ids} if employee_ids else {}
    found = await uow.aggregate(PARTICIPANTS, [{"$group": {"_id": "$employee_id"}}], query)
    return [row["_id"] for row in found]


async def list_participants(
    uow: UnitOfWork, programme_id: str, filters: Mapping[str, Any], limit: int, offset: int
) -> tuple[list[Participant], int]:
    """A page of participants, and how many there are in all."""
    await uow.require(PROGRAMMES, programme_id)
    page = await uow.find(PARTICIPANTS, filters, sort=[("id", 1)], skip=offset, limit=limit)
    return page, await uow.count(PARTICIPANTS, filters)


async def list_own(uow: UnitOfWork, programme_id: str, employee_id: str) -> list[Participant]:
    """An employee's own participations in the programme."""
    await uow.require(PROGRAMMES, programme_id)
    return await uow.find(PARTICIPANTS, {"employee_id": employee_id}, sort=[("id", 1)])


async def list_invitations(
    uow: UnitOfWork, employee_id: str | None, limit: int, offset: int
) -> tuple[list[Invitation], int]:
    """A page of the programme's open invitations, or of one employee's, and how many there are."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = {"employee_id": employee_id} if employee_id else {}
    page = await uow.find(INVITATIONS, query, sort=[("employee_id", 1)], skip=offset, limit=limit)
    return page, await uow.count(INVITATIONS, query)


async def require_visible(uow: UnitOfWork, participant_id: str, actor: str | None) -> Participant:
    """A participant, as far as the actor may know of it.

    Args:
        uow: the unit of work.
        participant_id: which.
        actor: the employee who asks, who sees only themselves; None for a coordinator.

    Raises:
        NotFound: no such participant, or it is somebody else.
    """
    participant = await uow.require(PARTICIPANTS, participant_id)
    if actor is not None and participant.employee_id != actor:
        raise NotFound(f"no such participant: {participant_id}")
    return participant


async def count_participants(uow: UnitOfWork, programme_id: str) -> dict[Role, dict[ParticipantState, int]]:
    """How many participants there are in each role and state."""
    await uow.require(PROGRAMMES, programme_id)
    counts: dict[Role, dict[ParticipantState, int]] = {role: {} for role in Role}
    for role, state in product(Role, ParticipantState):
        counts[role][state] = await uow.count(PARTICIPANTS, {"role": role.value, "state": state.value})
    return counts


async def get_import(
    uow: UnitOfWork, import_id: str, limit: int, offset: int
) -> tuple[HrImport, Sequence[RowError], Sequence[RowError]]:
    """One import, and a page each of the faults and the warnings, by line."""
    await uow.require(PROGRAMMES, uow.scope.programme)
    record = await uow.require(IMPORTS, import_id)
    errors = await _faults(uow, import_id, "", range(offset, min(offset + limit, record.error_count)))
    warnings = await _faults(uow, import_id, "w", range(offset, min(offset + limit, record.kept_warnings)))
    return record, errors, warnings


async def _faults(uow: UnitOfWork, import_id: str, kind: str, wanted: range) -> Sequence[RowError]:
    if not wanted:
        return ()
    indexes = range(wanted.start // ERROR_CHUNK, (wanted.stop - 1) // ERROR_CHUNK + 1)
    chunks = [await uow.require(IMPORT_ERRORS, chunk_id(import_id, kind, index)) for index in indexes]
    first = wanted.start % ERROR_CHUNK
    return [error for chunk in chunks for error in chunk.errors][first : first + len(wanted)]


async def employed_after(uow: UnitOfWork, after: str) -> list[ReportsTo]:
    """A page of those employed now, by id, after this one.

    Raises:
        NotFound: no such programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    query = {"left": False, "id": {"$gt": after}}
    return await uow.find(REPORTING, query, sort=[("id", 1)], limit=_DIRECTORY_PAGE)
