"""Facts of feedback."""

from services.console.domain.sessions import CheckIn, CheckInState
from services.console.reactions.registry import reactions
from services.console.store import CHECK_INS, PAIRINGS, PEOPLE, keep, load
from shared.contracts.feedback import (
    CheckInFact,
    CheckInLapsed,
    CheckInRequested,
    CheckInSubmitted,
    FirstContactMade,
    PairingFellIdle,
    PairingHealthChanged,
)
from shared.messaging.envelope import Event
from shared.messaging.unit_of_work import UnitOfWork


@reactions.on(CheckInRequested, loads={CHECK_INS: "check_in_id"})
async def note_requested(event: Event[CheckInRequested], uow: UnitOfWork) -> None:
    """A participant is asked how a session went."""
    check_in = await _check_in(event, uow, CheckInState.REQUESTED)
    await keep(uow, CHECK_INS, check_in.noted(due_at=event.data.due_at))


@reactions.on(CheckInSubmitted, loads={PEOPLE: "participant_id", CHECK_INS: "check_in_id"})
async def note_submitted(event: Event[CheckInSubmitted], uow: UnitOfWork) -> None:
    """A participant answered."""
    data = event.data
    check_in = await _check_in(event, uow, CheckInState.ANSWERED)
    await keep(uow, CHECK_INS, check_in.noted(rating=data.rating))
    person = await load(uow, PEOPLE, data.participant_id)
    await keep(uow, PEOPLE, person.answer(data.check_in_id, data.goal_progress, event.time))


@reactions.on(CheckInLapsed, loads={CHECK_INS: "check_in_id"})
async def note_lapsed(event: Event[CheckInLapsed], uow: UnitOfWork) -> None:
    """Nobody answered in time."""
    await keep(uow, CHECK_INS, await _check_in(event, uow, CheckInState.LAPSED))


@reactions.on(PairingHealthChanged, loads={PAIRINGS: "pairing_id"})
async def note_health(event: Event[PairingHealthChanged], uow: UnitOfWork) -> None:
    """A pairing does better or worse."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.noted(health=event.data.health, reasons=event.data.reasons))


@reactions.on(PairingFellIdle, loads={PAIRINGS: "pairing_id"})
async def note_idle(event: Event[PairingFellIdle], uow: UnitOfWork) -> None:
    """Two have not met for long, and something is done about it."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.noted(idle_step=str(event.data.step), idle_since=event.data.since))


@reactions.on(FirstContactMade, loads={PAIRINGS: "pairing_id"})
async def note_contact(event: Event[FirstContactMade], uow: UnitOfWork) -> None:
    """The executive got in touch."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.noted(contacted=True))


async def _check_in(event: Event[CheckInFact], uow: UnitOfWork, state: CheckInState) -> CheckIn:
    data = event.data
    row = await load(uow, CHECK_INS, data.check_in_id)
    return row.noted(
        session_id=data.session_id,
        pairing_id=data.pairing_id,
        participant_id=data.participant_id,
        role=data.role,
        state=state,
    )
