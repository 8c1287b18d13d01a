"""Check-ins: people answer those that a mail has asked them about."""

from datetime import datetime

from demo.asked import Asked, Questionnaires
from demo.client import Json
from demo.deeds import Deed, bind, perform
from demo.participants import ROLES, Participant, Participants
from demo.task_pages import TaskPages
from simulation.behaviour import Behaviour, Pair

_ASKING = ("check-in", "check-in-reminder")
_CHANGES = ("communication", "way-of-working", "tools", "people", "offering", "other")


class CheckIns:
    """Lets people answer check-ins.

    Args:
        participants: all participants.
        behaviour: decides what they do.
        pages: for answers on the page of the mail.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, pages: TaskPages) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._pages = pages
        self._questionnaires = Questionnaires(participants, behaviour, _ASKING, "check-in")
        self._pairs: dict[str, Pair] = {}

    async def live(self, now: datetime) -> None:
        """Say whether sessions took place, and how they were: first the mentors, then the mentees."""
        await self._questionnaires.read()
        for role in ROLES:
            await perform(
                {
                    id_: Deed(frozenset({asked.who.id, asked.about["pairing_id"]}), bind(self._answer, asked))
                    for id_, asked in self._questionnaires.due(now).items()
                    if asked.about["role"] == role
                }
            )

    async def _answer(self, asked: Asked) -> None:
        who = asked.who
        self._questionnaires.answered(asked)
        session = await who.me.get("scheduling", f"/sessions/{asked.about['session_id']}")
        pair = await self._pair(session)
        held = self._took_place(session)
        rating = self._behaviour.rating(who.persona, pair, session["number"]) if held else None
        if await self._send(asked, rating) and rating is not None:
            await self._record_change(who, session)
            if self._behaviour.leaves_pairing(who.persona, pair, rating, session["number"]):
                reason = {"private_reason": "We did not find a common ground."}
                await who.me.attempt("matching", f"/pairings/{pair.id}/end", reason)

    async def _send(self, asked: Asked, rating: int | None) -> bool:
        """Send the answer; without a rating the session did not take place."""
        who, id_ = asked.who, asked.about["check_in_id"]
        fields = {"held": "yes", "rating": str(rating)} if rating else {"held": "no"}
        if await self._pages.act(asked.link, "check-in", fields, who.persona.id, id_):
            return True
        path = f"/sessions/{asked.about['session_id']}/outcome"
        await who.me.attempt("scheduling", path, {"held": rating is not None})
        return await who.me.attempt("feedback", f"/check-ins/{id_}/answer", {"rating": rating})

    def _took_place(self, session: Json) -> bool:
        """Return whether both came."""
        both = (self._participants.participant(session[f"{role}_id"]) for role in ROLES)
        return not any(self._behaviour.stays_away(who.persona, session["id"]) for who in both)

    async def _record_change(self, who: Participant, session: Json) -> None:
        """Record what an executive changed because of the session, if anything."""
        number = self._behaviour.changes(who.persona, session["id"])
        if number is not None:
            day = session["ends_at"][:10]
            text = f"A change after session {session['number']}."
            body = {"change_kind": _CHANGES[number], "changed_on": day, "text": text}
            await who.me.attempt("feedback", "/me/actions", body)

    async def _pair(self, session: Json) -> Pair:
        """Return what decides how the two get on; the coordinator's view alone has the score of their fit."""
        id_ = session["pairing_id"]
        if id_ not in self._pairs:
            pairing = await self._participants.coordinator.get("matching", f"/pairings/{id_}")
            mentor, mentee = (self._participants.participant(pairing[f"{role}_id"]) for role in ROLES)
            offered = dict(mentor.persona.topics)
            wanted = [topic for topic, _ in mentee.persona.topics]
            shared = sum(topic in offered for topic in wanted)
            self._pairs[id_] = Pair(id_, pairing["score"], shared, len(wanted))
        return self._pairs[id_]
