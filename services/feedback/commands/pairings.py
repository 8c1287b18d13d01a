"""The first contact of the two of a pairing."""

from services.feedback.commands.presence import require_present
from services.feedback.commands.pulses import save_pulse
from services.feedback.domain.pulse import Pulse, contact
from services.feedback.queries.participants import participants_of
from services.feedback.store import PULSES
from shared.contracts.feedback import FirstContactMade
from shared.kernel import NotFound, RuleBroken
from shared.messaging import UnitOfWork


async def make_contact(uow: UnitOfWork, pairing_id: str, employee_id: str) -> Pulse:
    """Record that the executive has contacted the mentor; the first time counts.

    Raises:
        NotFound: the employee has no such pairing.
        RuleBroken: the employee is the mentor; the executive makes the first contact.
        Conflict: the employee has left the programme.
    """
    pulse = await uow.get(PULSES, pairing_id)
    people = await participants_of(uow, employee_id)
    own = {person.id for person in people}
    if pulse is None or own.isdisjoint({pulse.mentor_id, pulse.mentee_id}):
        raise NotFound(f"no such pairing: {pairing_id}")
    if pulse.mentee_id not in own:
        raise RuleBroken("the executive makes the first contact", field="pairing_id")
    require_present([person for person in people if person.id == pulse.mentee_id])
    if pulse.contacted_at:
        return pulse
    made = FirstContactMade(pairing_id=pulse.id, mentor_id=pulse.mentor_id, mentee_id=pulse.mentee_id)
    return await save_pulse(uow, contact(pulse, at=uow.now), [made])
