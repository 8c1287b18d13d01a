"""The terms change a third of the way: the coordinator publishes others, and a mail asks people to agree."""

from datetime import datetime
from typing import Final

from demo.calendar import day_number
from demo.deeds import Deed, bind, perform
from demo.participants import Participant, Participants
from simulation.behaviour import Behaviour

FIRST: Final = "2026-01"
CHANGED: Final = "2026-02"
_TEXTS: Final = {
    "en": {
        "consent": "Taking part is voluntary, and so is each survey. You can leave at any time.",
        "protection": "Nothing that is said in a session enters a review, and no manager can ask for it.",
    },
    "de": {
        "consent": "Die Teilnahme ist freiwillig, ebenso jede Umfrage. Sie können jederzeit gehen.",
        "protection": "Nichts aus einem Treffen geht in eine Beurteilung ein; keine Führungskraft fragt.",
    },
}
_ASKING: Final = ("terms-changed", "terms-changed-reminder")


def changes_on(days: int) -> int:
    """Return the day, a Thursday, on which the terms of a programme of this length change."""
    return days // 21 * 7 + 3


def in_force(day: int, days: int) -> str:
    """Return the version of the terms to which people agree on a day."""
    return CHANGED if day >= changes_on(days) else FIRST


class Terms:
    """Changes the terms, and lets people agree.

    Args:
        participants: everybody.
        behaviour: decides what they do.
        days: the length of the programme.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, days: int) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._days = days
        self._asked_on: dict[str, int] = {}

    async def live(self, now: datetime) -> None:
        """Publish and use the changed terms on their day; let those agree whom a mail has asked."""
        today = day_number(now)
        if today == changes_on(self._days):
            await self._change()
        for who in self._participants.people:
            if who.read(_ASKING):
                self._asked_on.setdefault(who.persona.id, today)
        await perform(
            {
                who.persona.id: Deed(frozenset({who.persona.id}), bind(self._agree, who))
                for who in self._participants.people
                if self._agrees_today(who, today)
            }
        )

    async def _change(self) -> None:
        coordinator = self._participants.coordinator
        await coordinator.post("enrollment", "/terms-versions", {"version": CHANGED, "texts": _TEXTS})
        await coordinator.post("enrollment", "/terms", {"version": CHANGED})

    def _agrees_today(self, who: Participant, today: int) -> bool:
        asked_on = self._asked_on.get(who.persona.id)
        if asked_on is None or not who.here or who.terms == CHANGED:
            return False
        return today >= asked_on + self._behaviour.agrees_after(who.persona)

    async def _agree(self, who: Participant) -> None:
        consent = {"terms_version": CHANGED, "terms_language": "en"}
        await who.me.post("enrollment", f"/participants/{who.id}/consent", consent)
        who.terms = CHANGED
        who.done.add("agreed")
