"""Record training that people completed in a learning system."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Final

from services.enrollment.commands.training import complete_module
from services.enrollment.domain.completion_file import (
    COMPLETED_ON,
    MODULE,
    CompletionRow,
    FaultyRow,
    RowFault,
)
from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.domain.training import TrainingModule
from services.enrollment.queries.own_modules import find_modules
from services.enrollment.store import EMPLOYEES, PARTICIPANTS, PROGRAMMES
from shared.messaging import UnitOfWork

_NOON: Final = time(12, tzinfo=UTC)


@dataclass
class Recorded:
    """The outcome of some rows.

    Attributes:
        recorded: how many completions are new.
        unchanged: how many were known.
        faults: the rows that were not taken.
    """

    recorded: int = 0
    unchanged: int = 0
    faults: list[FaultyRow] = field(default_factory=list)


async def record_completions(uow: UnitOfWork, rows: Sequence[CompletionRow], account: str) -> Recorded:
    """Record completed modules of participants; those that are known already change nothing.

    Raises:
        NotFound: there is no such programme.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    days = programme.plan.rules.training_valid_days
    modules = await find_modules(uow, {row.module for row in rows})
    people = await _participants(uow, {row.person for row in rows})
    outcome = Recorded()
    for row in rows:
        completed_at = min(uow.now, datetime.combine(row.completed_on, _NOON))
        named = people.get(row.person, [])
        module = _module_of(row, named, modules)
        if isinstance(module, FaultyRow):
            outcome.faults.append(module)
            continue
        expires_at = module.expires_at(completed_at, days)
        if expires_at and expires_at <= uow.now:
            outcome.faults.append(FaultyRow(row.line, COMPLETED_ON, RowFault.EXPIRED))
            continue
        # an earlier row may be of the same person
        participant = await uow.require(PARTICIPANTS, named[0].id)
        if participant.has_completed(module):
            outcome.unchanged += 1
            continue
        await complete_module(uow, participant, module, account, completed_at)
        outcome.recorded += 1
    return outcome


def _module_of(
    row: CompletionRow, named: Sequence[Participant], modules: Mapping[str, TrainingModule]
) -> TrainingModule | FaultyRow:
    if len(named) != 1:
        fault = RowFault.PERSON_AMBIGUOUS if named else RowFault.PERSON_UNKNOWN
        return FaultyRow(row.line, row.column, fault)
    module = modules.get(row.module)
    if module is None:
        return FaultyRow(row.line, MODULE, RowFault.MODULE_UNKNOWN)
    if named[0].role not in module.roles:
        return FaultyRow(row.line, MODULE, RowFault.OTHER_ROLE)
    return module


async def _participants(uow: UnitOfWork, keys: Iterable[str]) -> dict[str, list[Participant]]:
    """Return the people who take part, by their employee ids and addresses."""
    wanted = {"$in": sorted(keys)}
    named = {"left": False, "$or": [{"id": wanted}, {"email_key": wanted}]}
    employees = await uow.find(EMPLOYEES, named)
    here = {
        "employee_id": {"$in": sorted(one.id for one in employees)},
        "state": {"$ne": ParticipantState.WITHDRAWN.value},
    }
    by_employee = {one.employee_id: one for one in await uow.find(PARTICIPANTS, here)}
    people: dict[str, list[Participant]] = {}
    for employee in employees:
        if participant := by_employee.get(employee.id):
            for key in {employee.id, employee.email_key}:
                people.setdefault(key, []).append(participant)
    return people
