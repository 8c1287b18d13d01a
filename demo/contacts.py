"""First contacts: executives write to the mentor that a mail has named to them."""

from dataclasses import dataclass
from datetime import datetime

from demo.calendar import working_days_between
from demo.client import Json
from demo.deeds import Deed, bind, perform
from demo.participants import Participant, Participants
from demo.task_pages import TaskPages
from simulation.behaviour import Behaviour

_ASKING = ("paired", "first-contact-reminder")


@dataclass(frozen=True)
class _Asked:
    who: Participant
    pairing: Json
    link: str


class Contacts:
    """Lets executives make the first contact.

    Args:
        participants: all participants.
        behaviour: decides what they do.
        pages: for notes on the page of the mail.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, pages: TaskPages) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._pages = pages
        self._asked: dict[str, _Asked] = {}
        self._made: set[str] = set()

    async def live(self, now: datetime) -> None:
        """Make the first contacts that are due, and record them."""
        await self._participants.each_reads(_ASKING, self._read)
        await perform(
            {
                id_: Deed(frozenset({asked.who.id}), bind(self._get_in_touch, asked))
                for id_, asked in self._asked.items()
                if id_ not in self._made and self._is_due(asked, now)
            }
        )

    async def _read(self, who: Participant, _: datetime, link: str) -> None:
        """Find the pairings that a mail is about on the executive's own list; mentors are written to."""
        if who.persona.role == "mentee":
            for pairing in await who.me.list("matching", "/me/pairings"):
                if pairing["state"] == "active":
                    self._asked.setdefault(pairing["id"], _Asked(who, pairing, link))

    def _is_due(self, asked: _Asked, now: datetime) -> bool:
        began = datetime.fromisoformat(asked.pairing["activated_at"]).date()
        waited = working_days_between(began, now.date())
        delay = self._behaviour.contacts_after(asked.who.persona, asked.pairing["id"])
        return asked.who.here and waited >= delay

    async def _get_in_touch(self, asked: _Asked) -> None:
        who, id_ = asked.who, asked.pairing["id"]
        self._made.add(id_)
        if not await self._pages.act(asked.link, "first-contact", {}, who.persona.id, id_):
            await who.me.attempt("feedback", f"/pairings/{id_}/first-contact", {})
