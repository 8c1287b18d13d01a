"""Waiting for a next partner: each waiting or newly free person sets a timer for a small round."""

from datetime import timedelta

from services.matching.domain.people.waiting import Why
from services.matching.domain.policy import Following
from services.matching.queries.programmes import following_now
from services.matching.queries.terms import current_policy
from services.matching.store import PEOPLE, PROGRAMMES
from shared.contracts.matching import MatchingEvent, RematchDue
from shared.kernel import Conflict
from shared.messaging import UnitOfWork


async def await_next(uow: UnitOfWork, participant_id: str, why: Why, *events: MatchingEvent) -> None:
    """Let somebody with a free place wait for the next best, if the policy finds it; only then tell it."""
    following = await following_now(uow)
    person = await uow.require(PEOPLE, participant_id)
    if not following or not person.free_places:
        return
    uow.save(PEOPLE, person.started_waiting(uow.now, why), *events)
    look_later(uow, participant_id, following)


async def came_free(uow: UnitOfWork, participant_id: str) -> None:
    """Note that a person who doesn't wait has a place for those who do."""
    following = await following_now(uow)
    person = await uow.require(PEOPLE, participant_id)
    if following and person.free_places:
        uow.save(PEOPLE, person.freed(uow.now))
        look_later(uow, participant_id, following)


async def newly_free(uow: UnitOfWork, participant_id: str) -> None:
    """Note that a person got ready, came back or has capacity again.

    Before its first round a programme waits for that.
    """
    programme = await uow.get(PROGRAMMES, uow.scope.programme)
    if programme is None or programme.matched_since is None:
        return
    if (await current_policy(uow)).following.continuous:
        await await_next(uow, participant_id, Why.NEW)
    else:
        await came_free(uow, participant_id)


async def ask_for_more(uow: UnitOfWork, participant_id: str) -> None:
    """Let somebody who declines wait for the next best.

    Raises:
        Conflict: the policy finds none between rounds, or it was asked for too often.
    """
    following = await following_now(uow)
    person = await uow.require(PEOPLE, participant_id)
    if not following:
        raise Conflict(
            "no partner is sought between the programme's rounds: decline without asking for one",
            code="no-search-between-rounds",
            field="more",
        )
    uow.save(PEOPLE, person.asks_for_more(following.most_asked))
    await await_next(uow, participant_id, Why.ASKED)


async def note_answered(uow: UnitOfWork, participant_id: str) -> None:
    """Note an answer of a person who may have been silent before."""
    person = await uow.require(PEOPLE, participant_id)
    if person.silent:
        uow.save(PEOPLE, person.answered())


async def note_silent(uow: UnitOfWork, participant_id: str) -> None:
    """Note that a person let a proposal expire: the next best follows once, not for ever."""
    person = await uow.require(PEOPLE, participant_id)
    silent = uow.save(PEOPLE, person.kept_silent())
    if not silent.is_silent:
        await await_next(uow, participant_id, Why.EXPIRED)


def look_later(uow: UnitOfWork, participant_id: str, following: Following, *, times: int = 1) -> None:
    """Set a person's timer to a multiple of the usual wait; setting it again moves it."""
    due = RematchDue(participant_id=participant_id, since=uow.now)
    uow.schedule(due, uow.now + timedelta(minutes=times * following.after_minutes))
