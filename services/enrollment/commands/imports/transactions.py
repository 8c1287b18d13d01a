"""The transactions an HR import consists of; each can be repeated without harm."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from services.enrollment.domain import application, appointment
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.hr_import import ErrorChunk, Findings, HrImport, ImportMode, chunk_id
from services.enrollment.domain.invitation import InvitationState
from services.enrollment.domain.participant import ParticipantState
from services.enrollment.domain.row_faults import RowError
from services.enrollment.queries.reporting_lines import load_with_lines
from services.enrollment.store import (
    APPLICATIONS,
    APPLICATIONS_OF_ALL_PROGRAMMES,
    DELEGATIONS,
    DELEGATIONS_OF_ALL_PROGRAMMES,
    EMPLOYEES,
    IMPORT_ERRORS,
    IMPORTS,
    INVITATIONS,
    INVITATIONS_OF_ALL_PROGRAMMES,
    PARTICIPANTS,
    PARTICIPANTS_OF_ALL_PROGRAMMES,
    SPONSORSHIPS,
    SPONSORSHIPS_OF_ALL_PROGRAMMES,
)
from shared.contracts.enrollment import (
    ApplicationEnding,
    AppointmentEnding,
    InvitationEnding,
    WithdrawalReason,
)
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class Chunk:
    """Some of a file's people, few enough for one transaction; not shown, as they have names."""

    employees: Sequence[Employee] = field(repr=False)


async def begin_import(uow: UnitOfWork, digest: str, mode: ImportMode) -> str:
    """Open the record of an import, or take up one that was cut off; return its id."""
    file = uow.keyed_id("import", uow.scope.tenant, uow.scope.programme, digest, mode.value)
    previous = await uow.find(IMPORTS, {"file": file}, sort=[("saved_at", -1)], limit=1)
    if previous:
        return uow.save(IMPORTS, previous[0].restart()).id
    fresh = HrImport(
        # Records expire: one of the same file made later is another, whose events are not repetitions.
        id=uow.keyed_id(file, datetime.now(UTC).isoformat()),
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        file=file,
        mode=mode,
    )
    return uow.save(IMPORTS, fresh).id


async def take_in(uow: UnitOfWork, import_id: str, chunk: Chunk) -> None:
    """Save the people whose facts have changed."""
    record = await uow.require(IMPORTS, import_id)
    keys = [EMPLOYEES.document_id(uow.scope, employee.id) for employee in chunk.employees]
    saved = {employee.id: employee for employee in await uow.find(EMPLOYEES, {"_id": {"$in": keys}})}
    changed = [
        employee
        for employee in chunk.employees
        if employee.id not in saved or not employee.same_facts(saved[employee.id])
    ]
    for employee in changed:
        uow.save(EMPLOYEES, employee.following(saved.get(employee.id), uow.now.date()))
    if changed:
        uow.save(IMPORTS, record.count(changed_rows=len(changed)))


async def let_go(uow: UnitOfWork, import_id: str, employee_ids: Sequence[str]) -> None:
    """Mark people as having left; end their participations, applications and the like everywhere."""
    record = await uow.require(IMPORTS, import_id)
    keys = [EMPLOYEES.document_id(uow.scope, id_) for id_ in employee_ids]
    leavers = await uow.find(EMPLOYEES, {"_id": {"$in": keys}, "left": False})
    theirs = {"employee_id": {"$in": [leaver.id for leaver in leavers]}}
    participants = await uow.find(
        PARTICIPANTS_OF_ALL_PROGRAMMES,
        {**theirs, "state": {"$ne": ParticipantState.WITHDRAWN.value}},
        sort=[("id", 1)],
    )
    invitations = await uow.find(
        INVITATIONS_OF_ALL_PROGRAMMES, {**theirs, "state": InvitationState.OPEN.value}
    )
    applications = await uow.find(
        APPLICATIONS_OF_ALL_PROGRAMMES,
        {**theirs, "state": {"$in": [state.value for state in application.OPEN]}},
    )
    named = {**theirs, "state": {"$in": [state.value for state in appointment.OPEN]}}
    sponsorships = await uow.find(SPONSORSHIPS_OF_ALL_PROGRAMMES, named)
    delegations = await uow.find(DELEGATIONS_OF_ALL_PROGRAMMES, named)
    for leaver in leavers:
        uow.save(EMPLOYEES, leaver.leave(uow.now.date()))
    for participant in participants:
        gone, events = participant.withdraw(WithdrawalReason.LEFT_ORGANISATION, uow.now, noted_by=None)
        uow.save(PARTICIPANTS, gone, *events)
    for applied in applications:
        ended, ended_events = applied.end(ApplicationEnding.WITHDRAWN)
        uow.save(APPLICATIONS, ended, *ended_events)
    for invitation in invitations:
        withdrawn, withdrawn_events = invitation.end(InvitationEnding.WITHDRAWN)
        uow.save(INVITATIONS, withdrawn, *withdrawn_events)
    for sponsorship in sponsorships:
        finished, finished_events = sponsorship.end(AppointmentEnding.LEFT)
        uow.save(SPONSORSHIPS, finished, *finished_events)
    for delegation in delegations:
        over, over_events = delegation.end(AppointmentEnding.LEFT)
        uow.save(DELEGATIONS, over, *over_events)
    if leavers:
        uow.save(IMPORTS, record.count(left=len(leavers)))


async def refresh_profiles(uow: UnitOfWork, after: str, limit: int) -> str | None:
    """Publish to matching the ready participants whose facts, or whose managers, have changed.

    Args:
        uow: the unit of work.
        after: the participant's id to go on after; empty for the first.
        limit: the number of participants to check.

    Returns:
        the last id checked, or None when there are no more.
    """
    ready = await uow.find(
        PARTICIPANTS_OF_ALL_PROGRAMMES,
        {"state": ParticipantState.READY.value, "id": {"$gt": after}},
        sort=[("id", 1)],
        limit=limit,
    )
    people = await load_with_lines(uow, [participant.employee_id for participant in ready])
    for participant in ready:
        employee, line = people[participant.employee_id]
        settled, events = participant.settle(employee, line, uow.now)
        if events:
            uow.save(PARTICIPANTS, settled, *events)
    return ready[-1].id if len(ready) == limit else None


async def note_faults(
    uow: UnitOfWork, import_id: str, kind: str, index: int, errors: Sequence[RowError]
) -> None:
    """Keep one chunk of the faults (or, of another kind, warnings), in place of what an earlier go found."""
    chunk = ErrorChunk(
        id=chunk_id(import_id, kind, index),
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        errors=tuple(errors),
    )
    uow.save(IMPORT_ERRORS, chunk)


async def finish_import(uow: UnitOfWork, import_id: str, findings: Findings) -> HrImport:
    """Close the record and publish the result of the file."""
    record = await uow.require(IMPORTS, import_id)
    finished, events = record.finish(findings, uow.now)
    return uow.save(IMPORTS, finished, *events)
