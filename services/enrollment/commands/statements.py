"""Take what a learning system states, and say which of its activities are modules here."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.enrollment.commands.completions import record_completions
from services.enrollment.domain.completion_file import CompletionRow
from services.enrollment.domain.statements import (
    Activities,
    Activity,
    FaultyStatement,
    Statement,
    TakenStatement,
    fault_of,
)
from services.enrollment.domain.training import check_modules
from services.enrollment.queries.own_modules import find_modules
from services.enrollment.queries.statements import activities_of
from services.enrollment.store import ACTIVITIES, PROGRAMMES, TAKEN_STATEMENTS
from shared.messaging import UnitOfWork


@dataclass
class Taken:
    """The outcome of some statements.

    Attributes:
        accepted: how many say that somebody completed a module, whether or not the person takes part.
        ignored: how many say something else.
        faults: those that are not taken.
    """

    accepted: int = 0
    ignored: int = 0
    faults: list[FaultyStatement] = field(default_factory=list)


async def take_statements(uow: UnitOfWork, statements: Sequence[Statement], account: str) -> Taken:
    """Record what participants completed; a statement that was taken before changes nothing.

    Raises:
        NotFound: there is no such programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    activities, taken = await activities_of(uow), Taken()
    rows: list[CompletionRow] = []
    completing = [each for each in statements if each.completes]
    first: dict[str, str] = {}
    new = {}
    for number, statement in enumerate(completing):
        known = await uow.get(TAKEN_STATEMENTS, statement.id)
        is_new = known is None and statement.id not in first
        digest = first.setdefault(statement.id, known.digest if known else statement.digest)
        module = activities.module_of(statement.activity)
        if fault := fault_of(statement, digest, module, uow.now.date()):
            taken.faults.append(fault)
        elif module and is_new:
            rows.append(statement.row(number, module))
            new[number] = statement
    outcome = await record_completions(uow, rows, account)
    for number in new.keys() - {fault.line for fault in outcome.faults}:
        uow.save(TAKEN_STATEMENTS, _taken(uow, new[number]))
    taken.ignored = len(statements) - len(completing)
    taken.accepted = len(completing) - len(taken.faults)
    return taken


async def set_activities(
    uow: UnitOfWork, programme_id: str, activities: tuple[Activity, ...], based_on: int
) -> Activities:
    """Say which activities of the learning system are modules of the training.

    Raises:
        NotFound: there is no such programme.
        RuleBroken: there is no such module, or an activity is listed twice.
        Conflict: somebody has changed the list since.
    """
    await uow.require(PROGRAMMES, programme_id)
    named = [each.module for each in activities]
    check_modules(named, "activities", await find_modules(uow, named))
    known = await activities_of(uow)
    changed = known.replace(activities, based_on)
    if changed != known:
        uow.save(ACTIVITIES, changed)
    return changed


def _taken(uow: UnitOfWork, statement: Statement) -> TakenStatement:
    return TakenStatement(id=statement.id, **uow.scope.model_dump(), digest=statement.digest)
