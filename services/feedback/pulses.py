"""Loading a pulse, and saving it with its health up to date: the last step of most use cases here.

Time alone changes a health too (a pairing gets idle), and so do new rules. The API judges as of now; the
event follows when something next happens to the pairing, if only that a session is missed.
"""

from services.feedback.domain.health import reassess
from services.feedback.domain.pulse import Pulse, start
from services.feedback.store import PROGRAMMES, PULSES
from shared.messaging.unit_of_work import UnitOfWork


async def load_pulse(uow: UnitOfWork, pairing_id: str, mentor_id: str, mentee_id: str) -> Pulse:
    """The pulse of a pairing; a new one where this is the first that is heard of it."""
    return await uow.get(PULSES, pairing_id) or start(uow.scope, pairing_id, mentor_id, mentee_id)


async def save_pulse(uow: UnitOfWork, pulse: Pulse) -> Pulse:
    """Assess a pulse by the programme's rules and save it, with an event if its health changed.

    Raises:
        NotFound: the programme's definition has not arrived yet; the event waits for it.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    assessed, events = reassess(pulse, programme.rules, now=uow.now)
    return uow.save(PULSES, assessed, *events)
