"""The help channel: people ask the coordinator, who answers the next evening and publishes what is new."""

from datetime import datetime
from typing import Final

from demo.calendar import day_number
from demo.client import Json
from demo.deeds import Deed, bind, perform
from demo.participants import Participant, Participants
from simulation.behaviour import HELP_TEXTS, Behaviour

_ANSWERS: Final = (
    "Yes, and many do. The first meeting works best in the same room.",
    "No. What you say to each other stays between the two of you.",
    "Yes: either of you can move a session, up to a day before.",
    "Nothing bad. Tell us, or leave on My programme; nobody asks why.",
)
_ANSWER_OF: Final = dict(zip(HELP_TEXTS, _ANSWERS, strict=True))


class Helping:
    """Lets people ask, and the coordinator answer.

    Args:
        participants: everybody.
        behaviour: decides what they do.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._published: set[str] = set()
        self._waiting = False

    async def live(self, now: datetime) -> None:
        """Answer the questions of the evening before; then let people ask, and read the answers."""
        if self._waiting:
            await self._answer()
        today = day_number(now)
        deeds = {
            who.persona.id: Deed(frozenset({who.persona.id}), bind(self._ask, who, text))
            for who in self._participants.people
            if (text := self._question_today(who, today))
        }
        self._waiting = bool(deeds)
        await perform(deeds)
        await self._participants.each_reads(("question-answered",), self._read)

    def _question_today(self, who: Participant, today: int) -> str:
        if not who.here or "helped" in who.done:
            return ""
        wish = self._behaviour.asks_for_help(who.persona)
        return wish[1] if wish and today >= who.joined_on + wish[0] else ""

    async def _ask(self, who: Participant, text: str) -> None:
        who.done.add("helped")
        await who.me.post("enrollment", "/help-questions", {"text": text})

    async def _answer(self) -> None:
        coordinator = self._participants.coordinator
        for question in await coordinator.list("enrollment", "/help-questions"):
            text = question["text"]
            body: Json = {"answer": _ANSWER_OF[text]}
            if text not in self._published:
                body = body | {"published_question": text}
                self._published.add(text)
            await coordinator.post("enrollment", f"/help-questions/{question['question_id']}/answer", body)

    @staticmethod
    async def _read(who: Participant, _: datetime, __: str) -> None:
        """Read the answer, and those that were published."""
        await who.me.list("enrollment", "/me/help-questions")
        await who.me.list("enrollment", "/published-answers")
