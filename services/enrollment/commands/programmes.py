"""Setting up programmes, changing them, and leading them from one state to the next."""

from services.enrollment.domain.programme import Programme
from services.enrollment.domain.programme_plan import ProgrammePlan
from services.enrollment.domain.programme_state import ProgrammeState, begins_everywhere, day_begun
from services.enrollment.store import PROGRAMMES
from shared.contracts.enrollment import EnrollmentEvent, ProgrammeDateDue
from shared.kernel import Conflict
from shared.messaging import UnitOfWork


async def define(
    uow: UnitOfWork, programme_id: str, plan: ProgrammePlan, most: int
) -> tuple[Programme, bool]:
    """Open a programme, or change it to this plan; True if it is new.

    Raises:
        RuleBroken: the plan contradicts itself or has ended.
        Conflict: the organisation has ``most`` programmes already, or the programme is over.
    """
    existing = await uow.get(PROGRAMMES, programme_id)
    today = day_begun(uow.now)
    if existing is None:
        if await uow.count(PROGRAMMES) >= most:
            raise Conflict(f"an organisation may have at most {most} programmes", field="programme_id")
        opened, events = Programme.open(uow.scope.tenant, programme_id, plan, today)
        return _save(uow, opened, events), True
    changed, events = existing.replan(plan, today)
    return (_save(uow, changed, events) if events else existing), False


async def enter_state(uow: UnitOfWork, programme_id: str, state: ProgrammeState) -> Programme:
    """Let a programme enter a state before its date.

    Raises:
        NotFound: no such programme.
        Conflict: the programme is past this state.
    """
    programme = await uow.require(PROGRAMMES, programme_id)
    changed, events = programme.enter(state)
    return _save(uow, changed, events) if events else programme


async def advance(uow: UnitOfWork, programme_id: str) -> None:
    """Let a programme enter the state that its dates ask for by now."""
    programme = await uow.require(PROGRAMMES, programme_id)
    changed, events = programme.advance(day_begun(uow.now))
    _save(uow, changed, events)


def _save(uow: UnitOfWork, programme: Programme, events: list[EnrollmentEvent]) -> Programme:
    """Save, with the timer of the next date; setting it again moves it."""
    due = ProgrammeDateDue(programme_id=programme.id)
    day = programme.next_change(day_begun(uow.now))
    if day is None:
        uow.cancel(due)
    else:
        uow.schedule(due, begins_everywhere(day))
    return uow.save(PROGRAMMES, programme, *events)
