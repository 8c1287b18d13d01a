"""What people do: answer check-ins, confide concerns."""

from services.feedback.domain import concern as concerns
from services.feedback.domain.check_in import Answer, CheckIn, submit
from services.feedback.domain.concern import Concern
from services.feedback.domain.known import Participant, Standing
from services.feedback.domain.pulse import Pulse, contact
from services.feedback.pulses import save_pulse
from services.feedback.queries import own_check_in, participants_of, pulses_of
from services.feedback.readers import readable
from services.feedback.store import CHECK_INS, CONCERNS, PARTICIPANTS, PROGRAMMES, PULSES
from shared.contracts.feedback import CheckInLapseDue, FirstContactMade
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.messaging.unit_of_work import UnitOfWork


async def answer_check_in(uow: UnitOfWork, check_in_id: str, employee_id: str, answer: Answer) -> CheckIn:
    """Answer one's own check-in; the answer counts in the next release of figures, and changes nothing else.

    Raises:
        NotFound: there is none of this employee with this id.
        Conflict: it was answered differently, its time is over, or the employee has left the programme.
    """
    check_in = await own_check_in(uow, check_in_id, employee_id)
    _still_here([await uow.require(PARTICIPANTS, check_in.participant_id)])
    answered, events = submit(check_in, answer, now=uow.now)
    if not events:
        return check_in
    uow.cancel(CheckInLapseDue(check_in_id=check_in_id))
    return uow.save(CHECK_INS, answered, *events)


async def make_contact(uow: UnitOfWork, pairing_id: str, employee_id: str) -> Pulse:
    """Note that the executive got in touch with the mentor; again is fine, the first time counts.

    Raises:
        NotFound: this is none of the employee's pairings.
        RuleBroken: the employee is the mentor, and it is for the executive to begin.
        Conflict: the employee has left the programme.
    """
    pulse = await uow.get(PULSES, pairing_id)
    people = await participants_of(uow, employee_id)
    own = {person.id for person in people}
    if pulse is None or own.isdisjoint({pulse.mentor_id, pulse.mentee_id}):
        raise NotFound(f"no such pairing: {pairing_id}")
    if pulse.mentee_id not in own:
        raise RuleBroken("the executive makes the first contact", field="pairing_id")
    _still_here([person for person in people if person.id == pulse.mentee_id])
    if pulse.contacted_at:
        return pulse
    made = FirstContactMade(pairing_id=pulse.id, mentor_id=pulse.mentor_id, mentee_id=pulse.mentee_id)
    return await save_pulse(uow, contact(pulse, at=uow.now), [made])


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
    people = _still_here(people)
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


def _still_here(people: list[Participant]) -> list[Participant]:
    """Those who have not left.

    Raises:
        Conflict: all have.
    """
    here = [person for person in people if person.standing is not Standing.WITHDRAWN]
    if not here:
        raise Conflict("you have left this programme")
    return here


def _reporter(people: list[Participant], own: list[Pulse], pairing_id: str | None) -> Participant:
    """As which participant somebody reports: the one in the pairing, else the first."""
    if pairing_id is None:
        return people[0]
    members = {who for pulse in own if pulse.id == pairing_id for who in (pulse.mentor_id, pulse.mentee_id)}
    for person in people:
        if person.id in members:
            return person
    raise RuleBroken("this is none of your pairings", field="pairing_id")
