"""First contacts: executives contact their mentors."""

from datetime import datetime

from demo.calendar import working_days_between
from demo.client import Json
from demo.participants import Deed, Participant, Participants, perform
from simulation.behaviour import Behaviour


class Contacts:
    """Lets executives make the first contact.

    Args:
        participants: all participants.
        behaviour: decides what they do.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._made: set[str] = set()

    async def live(self, now: datetime) -> None:
        """Make the first contacts that are due, and record them."""
        pairings = await self._participants.coordinator.list("matching", "/pairings", state="active")
        due = {pairing["id"]: self._due(pairing, now) for pairing in pairings}
        await perform({id_: self._deed(who, id_) for id_, who in due.items() if who})

    def _due(self, pairing: Json, now: datetime) -> Participant | None:
        who = self._participants.participant(pairing["mentee_id"])
        began = datetime.fromisoformat(pairing["activated_at"]).date()
        waited = working_days_between(began, now.date())
        ready = who.here and waited >= self._behaviour.contacts_after(who.persona, pairing["id"])
        return who if ready and pairing["id"] not in self._made else None

    def _deed(self, who: Participant, pairing_id: str) -> Deed:
        async def get_in_touch() -> None:
            mine = await who.find_own("matching", "/me/pairings", pairing_id)
            await who.me.post("feedback", f"/pairings/{mine['id']}/first-contact")
            self._made.add(pairing_id)

        return Deed(frozenset({who.id}), get_in_touch)
