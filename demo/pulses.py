"""Pulse surveys: people answer those that a mail has asked them about."""

from datetime import datetime

from demo.asked import Asked, Questionnaires
from demo.deeds import Deed, bind, perform
from demo.participants import Participants
from demo.task_pages import TaskPages
from simulation.behaviour import Behaviour

_ASKING = ("pulse", "pulse-reminder")


class Pulses:
    """Lets people answer surveys.

    Args:
        participants: all participants.
        behaviour: decides what they answer, and whether.
        pages: for answers on the page of the mail.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, pages: TaskPages) -> None:
        self._behaviour = behaviour
        self._pages = pages
        self._questionnaires = Questionnaires(participants, behaviour, _ASKING, "pulse")

    async def live(self, now: datetime) -> None:
        """Answer the surveys whose day has come."""
        await self._questionnaires.read()
        await perform(
            {
                id_: Deed(frozenset({asked.who.id}), bind(self._answer, asked))
                for id_, asked in self._questionnaires.due(now).items()
            }
        )

    async def _answer(self, asked: Asked) -> None:
        who, id_ = asked.who, self._questionnaires.answered(asked)
        answers = {
            each["question"]: self._behaviour.opinion(
                who.persona, id_, each["question"], each["lowest"], each["highest"]
            )
            for each in asked.about["questions"]
        }
        *before, last = _forms(list(answers.values()))
        if not await self._pages.act(asked.link, "pulse", last, who.persona.id, id_, before=before):
            await who.me.attempt("feedback", f"/pulses/{id_}/answer", {"answers": answers})


def _forms(answers: list[int]) -> list[dict[str, str]]:
    """Return the forms of the survey's pages: one for each answer and one to send them, or one for both."""
    pages = [
        {"step": str(number), "answer": str(answer), "act": "next"}
        for number, answer in enumerate(answers, 1)
    ]
    return [{**pages[0], "act": "send"}] if len(pages) == 1 else [*pages, {"act": "send"}]
