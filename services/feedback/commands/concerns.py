"""Commands on concerns."""

from services.feedback.commands.presence import require_present
from services.feedback.domain import concern as concerns
from services.feedback.domain.concern import Concern
from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.upstream import Participant
from services.feedback.queries.access import readable
from services.feedback.queries.participants import participants_of, records_of
from services.feedback.store import CONCERNS, PROGRAMMES
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork


async def report_concern(uow: UnitOfWork, employee_id: str, about: str, pairing_id: str | None) -> Concern:
    """Report a concern to the coordinators; nothing of it is published.

    Raises:
        NotFound: the employee takes no part in this programme.
        RuleBroken: the pairing is none of the reporter's.
        Conflict: the employee has left the programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    people = await participants_of(uow, employee_id)
    if not people:
        raise NotFound("you do not take part in this programme")
    people = require_present(people)
    reporter = _reporter(people, await records_of(uow, people), pairing_id)
    concern = concerns.report(reporter, about, pairing_id=pairing_id, now=uow.now, make_id=uow.keyed_id)
    reported = await uow.get(CONCERNS, concern.id)
    return reported or uow.save(CONCERNS, concern)


async def acknowledge_concern(uow: UnitOfWork, concern_id: str, employee_id: str | None) -> Concern:
    """Acknowledge a concern: its reporter sees that a coordinator has read it.

    Raises:
        NotFound: this coordinator may read no such concern.
    """
    query = {"$and": [{"id": concern_id}, await readable(uow, employee_id)]}
    matches = await uow.find(CONCERNS, query, limit=1)
    if not matches:
        raise NotFound(f"no such concern: {concern_id}")
    return uow.save(CONCERNS, concerns.acknowledge(matches[0], now=uow.now))


def _reporter(people: list[Participant], own: list[HealthRecord], pairing_id: str | None) -> Participant:
    """Return the participant as whom an employee reports: the one in the pairing, else the first."""
    if pairing_id is None:
        return people[0]
    members = {
        who for record in own if record.id == pairing_id for who in (record.mentor_id, record.mentee_id)
    }
    for person in people:
        if person.id in members:
            return person
    raise RuleBroken("must be one of your own pairings", field="pairing_id")
