"""Pulse surveys: people answer those that a mail has asked them about."""

from dataclasses import dataclass
from datetime import datetime

from demo.calendar import working_days_between
from demo.client import Json
from demo.deeds import Deed, bind, perform
from demo.participants import Participant, Participants
from demo.task_pages import TaskPages
from simulation.behaviour import Behaviour

_ASKING = ("pulse", "pulse-reminder")


@dataclass(frozen=True)
class _Asked:
    """A survey, and who is asked, since when and by which link."""

    who: Participant
    pulse: Json
    since: datetime
    link: str


class Pulses:
    """Lets people answer surveys.

    Args:
        participants: all participants.
        behaviour: decides what they answer, and whether.
        pages: for answers on the page of the mail.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, pages: TaskPages) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._pages = pages
        self._asked: dict[str, _Asked] = {}
        self._answered: set[str] = set()

    async def live(self, now: datetime) -> None:
        """Answer the surveys whose day has come."""
        await self._participants.each_reads(_ASKING, self._read)
        await perform(
            {
                id_: Deed(frozenset({asked.who.id}), bind(self._answer, asked))
                for id_, asked in self._asked.items()
                if self._answers_today(asked, now)
            }
        )

    async def _read(self, who: Participant, since: datetime, link: str) -> None:
        """Find the surveys that a mail is about on the person's own list."""
        waiting = await who.me.list("feedback", "/me/pulses", state="requested")
        for pulse in waiting:
            own = link if len(waiting) == 1 else ""
            self._asked.setdefault(pulse["pulse_id"], _Asked(who, pulse, since, own))

    def _answers_today(self, asked: _Asked, now: datetime) -> bool:
        id_ = asked.pulse["pulse_id"]
        if id_ in self._answered or not asked.who.here:
            return False
        waited = working_days_between(asked.since.date(), now.date())
        return waited >= self._behaviour.checks_in_after(asked.who.persona, id_)

    async def _answer(self, asked: _Asked) -> None:
        who, id_ = asked.who, asked.pulse["pulse_id"]
        self._answered.add(id_)
        answers = {
            each["question"]: self._behaviour.opinion(
                who.persona, id_, each["question"], each["lowest"], each["highest"]
            )
            for each in asked.pulse["questions"]
        }
        fields = {question: str(answer) for question, answer in answers.items()}
        if not await self._pages.act(asked.link, "pulse", fields, who.persona.id, id_):
            await who.me.attempt("feedback", f"/pulses/{id_}/answer", {"answers": answers})
