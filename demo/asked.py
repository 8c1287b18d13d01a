"""Questions that people were asked by mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from demo.calendar import working_days_between
from demo.client import Json
from demo.participants import Participant, Participants
from simulation.behaviour import Behaviour


@dataclass(frozen=True)
class Asked:
    """A question to a person.

    Attributes:
        who: is asked.
        about: what they are asked about, as its owner lists it.
        since: when the mail was sent.
        link: to the task, if the mail has one.
    """

    who: Participant
    about: Json
    since: datetime
    link: str

    def waited(self, now: datetime) -> int:
        """Return the working days since the mail."""
        return working_days_between(self.since.date(), now.date())


class Questionnaires:
    """The questionnaires of one kind that people were asked to answer.

    Args:
        participants: all participants.
        behaviour: decides how soon they answer.
        kinds: of the messages that ask for it.
        name: of the questionnaire: ``check-in``, say.
    """

    def __init__(
        self, participants: Participants, behaviour: Behaviour, kinds: Sequence[str], name: str
    ) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._kinds = kinds
        self._path = f"/me/{name}s"
        self._id = f"{name.replace('-', '_')}_id"
        self._asked: dict[str, Asked] = {}
        self._answered: set[str] = set()

    async def read(self) -> None:
        """Let people find those that their mails are about, on their own lists."""
        await self._participants.each_reads(self._kinds, self._read)

    async def _read(self, who: Participant, since: datetime, link: str) -> None:
        waiting = await who.me.list("feedback", self._path, state="requested")
        for about in waiting:
            own = link if len(waiting) == 1 else ""
            self._asked.setdefault(about[self._id], Asked(who, about, since, own))

    def due(self, now: datetime) -> dict[str, Asked]:
        """Return those that are answered today, by id."""
        return {id_: asked for id_, asked in self._asked.items() if self._is_due(id_, asked, now)}

    def _is_due(self, id_: str, asked: Asked, now: datetime) -> bool:
        if id_ in self._answered or not asked.who.here:
            return False
        return asked.waited(now) >= self._behaviour.checks_in_after(asked.who.persona, id_)

    def answered(self, asked: Asked) -> str:
        """Note that one is answered; return its id."""
        id_: str = asked.about[self._id]
        self._answered.add(id_)
        return id_
