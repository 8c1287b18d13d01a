"""Rounds that begin by the rhythm of the programme's rules."""

from datetime import timedelta

from services.matching.commands.rounds.requests import begin_round
from services.matching.domain.people.programme import Programme, ProgrammeStage
from services.matching.domain.rounds.parts import RoundOptions
from services.matching.domain.rounds.round import OPEN_STATES
from services.matching.queries.free_people import missing_role
from services.matching.queries.terms import current_policy
from services.matching.store import PROGRAMMES, ROUNDS
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.matching import RoundRhythmDue
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork


def follow_rhythm(
    uow: UnitOfWork, programme_id: str, before: Programme | None, rules: ProgrammeRules
) -> None:
    """Set the timer of the next round when the rhythm is new or another; the first is one interval away."""
    due = RoundRhythmDue(programme_id=programme_id)
    if (before.rules.round_weeks if before else None) == rules.round_weeks:
        return
    if rules.round_weeks:
        uow.schedule(due, uow.now + timedelta(weeks=rules.round_weeks))
    else:
        uow.cancel(due)


async def begin_due(uow: UnitOfWork, programme_id: str) -> None:
    """Begin a round over all, unless it would find nobody or another is open; set the next timer."""
    programme = await uow.require(PROGRAMMES, programme_id)
    weeks = programme.rules.round_weeks
    if not weeks or programme.stage is ProgrammeStage.OVER:
        return
    uow.schedule(RoundRhythmDue(programme_id=programme_id), uow.now + timedelta(weeks=weeks))
    if programme.matches and await _would_match(uow):
        await begin_round(uow, RoundOptions())


async def _would_match(uow: UnitOfWork) -> bool:
    if not (await current_policy(uow)).choice.mode.has_rounds:
        return False
    if await uow.find(ROUNDS, {"state": {"$in": OPEN_STATES}}, limit=1):
        return False
    return await missing_role(uow, Role) is None
