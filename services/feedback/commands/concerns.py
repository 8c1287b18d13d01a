"""Concerns confided to the coordinators."""

from services.feedback.commands.presence import require_present
from services.feedback.domain import concern as concerns
from services.feedback.domain.concern import Concern
from services.feedback.domain.pulse import Pulse
from services.feedback.domain.upstream import Participant
from services.feedback.queries.access import readable
from services.feedback.queries.participants import participants_of, pulses_of
from services.feedback.store import CONCERNS, PROGRAMMES
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork


async def report_concern(uow: UnitOfWork, employee_id: str, about: str, pairing_id: str | None) -> Concern:
    """Confide something to the coordinators; nothing of it is published.

    Raises:
        NotFound: the employee takes no part in this programme.
        RuleBroken: the pairing is none of the reporter's.
        Conflict: the employee has left the programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    people = await participants_of(uow, employee_id)
    if not people:
        raise NotFound("you take no part in this programme")
    people = require_present(people)
    reporter = _reporter(people, await pulses_of(uow, people), pairing_id)
    concern = concerns.report(reporter, about, pairing_id=pairing_id, now=uow.now, make_id=uow.keyed_id)
    known = await uow.get(CONCERNS, concern.id)
    return known or uow.save(CONCERNS, concern)


async def acknowledge_concern(uow: UnitOfWork, concern_id: str, employee_id: str | None) -> Concern:
    """Tell the reporter that a coordinator has read a concern.

    Raises:
        NotFound: there is none this coordinator may read.
    """
    query = {"$and": [{"id": concern_id}, await readable(uow, employee_id)]}
    found = await uow.find(CONCERNS, query, limit=1)
    if not found:
        raise NotFound(f"no such concern: {concern_id}")
    return uow.save(CONCERNS, concerns.acknowledge(found[0], now=uow.now))


def _reporter(people: list[Participant], own: list[Pulse], pairing_id: str | None) -> Participant:
    """As which participant somebody reports: the one in the pairing, else the first."""
    if pairing_id is None:
        return people[0]
    members = {who for pulse in own if pulse.id == pairing_id for who in (pulse.mentor_id, pulse.mentee_id)}
    for person in people:
        if person.id in members:
            return person
    raise RuleBroken("this is none of your pairings", field="pairing_id")
