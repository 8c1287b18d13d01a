"""Commands on concerns."""

from services.feedback.commands.presence import require_present
from services.feedback.commands.private_text import seal, text_key
from services.feedback.domain import concern as concerns
from services.feedback.domain.concern import Concern, about_owner
from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.upstream import Participant
from services.feedback.queries.concerns import require_concern
from services.feedback.queries.participants import participants_of, records_of
from services.feedback.store import CONCERNS, PROGRAMMES
from shared.encryption import MasterKeys
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork


async def report_concern(
    uow: UnitOfWork, master_keys: MasterKeys, employee_id: str, about: str, pairing_id: str | None
) -> Concern:
    """Report a concern to the coordinators; nothing of it is published.

    The same text about the same pairing is the same concern.

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
    key = await text_key(uow, master_keys, employee_id)
    concern_id = key.keyed_id("concern", uow.scope.programme, reporter.id, pairing_id or "", about)
    reported = await uow.get(CONCERNS, concern_id)
    if reported:
        return reported
    sealed = seal(key, about, about_owner(uow.scope, concern_id))
    return uow.save(
        CONCERNS, concerns.report(reporter, concern_id, sealed, pairing_id=pairing_id, now=uow.now)
    )


async def acknowledge_concern(uow: UnitOfWork, concern_id: str, employee_id: str | None) -> Concern:
    """Acknowledge a concern: its reporter sees that a coordinator has read it.

    Raises:
        NotFound: this coordinator may read no such concern.
    """
    concern = await require_concern(uow, concern_id, employee_id)
    return uow.save(CONCERNS, concerns.acknowledge(concern, now=uow.now))


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
