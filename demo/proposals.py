"""Proposals: people answer those that a mail has asked them about."""

from datetime import datetime

from demo.asked import Asked
from demo.client import Json
from demo.deeds import Deed, bind, perform
from demo.participants import ROLES, Participant, Participants
from demo.task_pages import TaskPages
from simulation.behaviour import Behaviour

_ASKING = ("proposal", "proposal-reminder")


class Proposals:
    """Lets people answer proposals.

    Args:
        participants: all participants.
        behaviour: decides what they do.
        pages: for answers on the page of the mail.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, pages: TaskPages) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._pages = pages
        self._open: dict[tuple[str, str], Asked] = {}

    async def live(self, now: datetime) -> None:
        """Answer proposals: first the mentors, then the mentees, so that the order of answers is fixed."""
        await self._participants.each_reads(_ASKING, self._read)
        for role in ROLES:
            due = {key: asked for key, asked in self._open.items() if key[0] == role}
            await perform(
                {
                    asked.about["id"]: Deed(_both(asked.about), bind(self._answer, key, asked))
                    for key, asked in due.items()
                    if self._answers_today(asked, now)
                }
            )

    async def _read(self, who: Participant, since: datetime, link: str) -> None:
        """Find the proposals that a mail is about on the person's own list."""
        waiting = [
            proposal
            for proposal in await who.me.list("matching", "/me/proposals")
            if proposal["state"] == "approved" and proposal["answer"] is None
        ]
        for proposal in waiting:
            own = link if len(waiting) == 1 else ""
            key = (who.persona.role, proposal["id"])
            self._open.setdefault(key, Asked(who, proposal, since, own))

    def _answers_today(self, asked: Asked, now: datetime) -> bool:
        delay = self._behaviour.answers_proposal_after(asked.who.persona, asked.about["id"])
        return asked.who.here and asked.waited(now) >= delay

    async def _answer(self, key: tuple[str, str], asked: Asked) -> None:
        del self._open[key]
        who, id_ = asked.who, asked.about["id"]
        reason = self._behaviour.declines(who.persona, id_, await self._score(id_))
        body: Json = {"accept": True}
        if reason:
            more = self._behaviour.asks_for_more(who.persona, id_)
            body = {"accept": False, "reason": reason, "more": more}
        elif await self._pages.act(asked.link, "proposal", {"accept": "yes"}, who.persona.id, id_):
            return
        await who.me.attempt("matching", f"/proposals/{id_}/answer", body)

    async def _score(self, proposal_id: str) -> int:
        """Return the fit of the two, which moves people although none of them sees the number."""
        proposal = await self._participants.coordinator.get("matching", f"/proposals/{proposal_id}")
        return int(proposal["score"])


def _both(proposal: Json) -> frozenset[str]:
    return frozenset({proposal["mentor_id"], proposal["mentee_id"]})
