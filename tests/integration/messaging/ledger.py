"""A small service for testing the kit: it counts sessions held of a pairing, and asks for check-ins."""

import asyncio
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, FastAPI

from shared.contracts.feedback import (
    CheckInLapsed,
    CheckInLapseDue,
    CheckInRequested,
    Health,
    PairingHealthChanged,
)
from shared.contracts.scheduling import SessionHeld, SessionMissed
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, RuleBroken, stable_id
from shared.messaging import Collection, Event, Reactions, UnitOfWork
from shared.runtime.auth import allow
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.clock import Clock
from shared.runtime.settings import Settings
from shared.service import Read, Run, Service, build


class Tally(Aggregate):
    """How many sessions of a pairing were held, and in which order they were counted."""

    numbers: tuple[int, ...] = ()


class Question(Aggregate):
    """A check-in, which lapses unless cancelled."""

    session_id: str
    lapsed: bool = False


TALLIES = Collection("tallies", Tally)
QUESTIONS = Collection("questions", Question)

reactions = Reactions()
poison: set[int] = set()
"""Session numbers whose event fails, until a test takes them out."""
slow: dict[int, float] = {}
"""The seconds that the event of a session number takes."""


@reactions.on(SessionHeld)
async def count(event: Event[SessionHeld], uow: UnitOfWork) -> None:
    tally = await uow.get(TALLIES, event.data.pairing_id) or Tally(
        id=event.data.pairing_id, **event.scope.model_dump()
    )
    await asyncio.sleep(slow.get(event.data.number, 0))
    uow.save(TALLIES, tally.changed(numbers=(*tally.numbers, event.data.number)), counted(event.data))
    question = ask(event.data, uow)
    uow.save(QUESTIONS, question, requested(question, event.data, uow))
    if event.data.number in poison:
        raise ValueError(f"poison {event.data.number}")


@reactions.on(SessionMissed)
async def count_after_a_query(event: Event[SessionMissed], uow: UnitOfWork) -> None:
    """Like ``count``, but its writes go out early, so a failure can't be taken out of the batch in memory."""
    tally = await uow.get(TALLIES, event.data.pairing_id) or Tally(
        id=event.data.pairing_id, **event.scope.model_dump()
    )
    uow.save(TALLIES, tally.changed(numbers=(*tally.numbers, event.data.number)))
    tallies = await uow.find(TALLIES, {"id": event.data.pairing_id})
    assert tallies[0].numbers[-1] == event.data.number
    if event.data.number in poison:
        raise ValueError(f"poison {event.data.number}")


@reactions.on(CheckInLapseDue)
async def lapse(event: Event[CheckInLapseDue], uow: UnitOfWork) -> None:
    question = await uow.require(QUESTIONS, event.data.check_in_id)
    fact = CheckInLapsed(
        check_in_id=question.id,
        session_id=question.session_id,
        pairing_id="p",
        participant_id="m",
        role=Role.MENTOR,
    )
    uow.save(QUESTIONS, question.changed(lapsed=True), fact)


def counted(session: SessionHeld) -> PairingHealthChanged:
    """A fact under the tally's key: what it says and in which order can be checked."""
    return PairingHealthChanged(
        pairing_id=session.pairing_id,
        health=Health.ON_TRACK,
        was=Health.TOO_EARLY,
        reasons=(f"session {session.number}",),
    )


def ask(session: SessionHeld, uow: UnitOfWork) -> Question:
    question = Question(
        id=stable_id("question", session.pairing_id, session.number),
        session_id=session.session_id,
        **uow.scope.model_dump(),
    )
    uow.schedule(CheckInLapseDue(check_in_id=question.id), uow.now + timedelta(days=7))
    return question


def requested(question: Question, session: SessionHeld, uow: UnitOfWork) -> CheckInRequested:
    return CheckInRequested(
        check_in_id=question.id,
        session_id=session.session_id,
        pairing_id=session.pairing_id,
        participant_id=session.mentor_id,
        role=Role.MENTOR,
        due_at=uow.now + timedelta(days=7),
    )


router = APIRouter(prefix="/programmes/{programme_id}")


async def add(uow: UnitOfWork, pairing_id: str, number: int) -> Tally:
    if number < 0:
        raise RuleBroken("must not be negative", code="negative", field="number")
    tally = await uow.get(TALLIES, pairing_id) or Tally(id=pairing_id, **uow.scope.model_dump())
    return uow.save(TALLIES, tally.changed(numbers=(*tally.numbers, number)))


async def show(uow: UnitOfWork, pairing_id: str) -> Tally:
    return await uow.require(TALLIES, pairing_id)


async def move_lapse(uow: UnitOfWork, question_id: str, days: int) -> Question:
    question = await uow.require(QUESTIONS, question_id)
    due = CheckInLapseDue(check_in_id=question_id)
    if days:
        uow.move(due, uow.now + timedelta(days=days))
    else:
        uow.cancel(due)
    return question


Coordinator = Annotated[Caller, allow(CallerRole.COORDINATOR)]


@router.post("/tallies/{pairing_id}")
async def post_tally(programme_id: str, pairing_id: str, number: int, caller: Coordinator, run: Run) -> Tally:
    return await run.command(caller, programme_id, add, pairing_id, number)


@router.get("/tallies/{pairing_id}")
async def get_tally(programme_id: str, pairing_id: str, caller: Coordinator, read: Read) -> Tally:
    return await read.read(caller, programme_id, show, pairing_id)


@router.post("/questions/{question_id}/lapse")
async def post_lapse(
    programme_id: str, question_id: str, days: int, caller: Coordinator, run: Run
) -> Question:
    return await run.command(caller, programme_id, move_lapse, question_id, days)


LEDGER = Service(
    name="feedback",
    title="Ledger",
    topic="mentoring.feedback",
    summary="A ledger for testing the kit",
    routers=[router],
    reactions=reactions,
    collections=[TALLIES, QUESTIONS],
)


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    return build(LEDGER, settings, clock=clock)
