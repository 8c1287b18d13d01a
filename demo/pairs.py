"""Pairings: answers to proposals, sessions, check-ins."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from demo.calendar import working_days_between
from demo.client import Json
from demo.participants import Deed, Participant, Participants, perform
from simulation.behaviour import Behaviour, Pair

_ROLES = ("mentor", "mentee")
_CHANGES = ("communication", "way-of-working", "tools", "people", "offering", "other")
_LOOK_AHEAD = timedelta(days=6)


class Pairs:
    """Lets people answer proposals, hold sessions and check in.

    The coordinator's lists replace the mail that asks people to act; the details each person reads with their
    own token.

    Args:
        participants: all participants.
        behaviour: decides what they do.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour) -> None:
        self._participants = participants
        self._behaviour = behaviour
        self._pairs: dict[str, Pair] = {}
        self._asked: dict[str, datetime] = {}
        self._answered: set[str] = set()
        self._moved: set[str] = set()

    async def answer_proposals(self, now: datetime) -> None:
        """Answer proposals: first the mentors, then the mentees, so that the order of answers is fixed."""
        for role in _ROLES:
            proposals = await self._participants.coordinator.list("matching", "/proposals", state="approved")
            await perform(
                {
                    proposal["id"]: self._deed(proposal, self._answer, role)
                    for proposal in proposals
                    if self._answers_today(proposal, role, now)
                }
            )

    def _answers_today(self, proposal: Json, role: str, now: datetime) -> bool:
        who = self._who(proposal, role)
        waited = working_days_between(_instant(proposal["approved_at"]).date(), now.date())
        return (
            who.here
            and role not in proposal["accepted_by"]
            and waited >= self._behaviour.answers_proposal_after(who.persona, proposal["id"])
        )

    async def _answer(self, proposal: Json, role: str) -> None:
        who = self._who(proposal, role)
        mine = await who.find_own("matching", "/me/proposals", proposal["id"])
        reason = self._behaviour.declines(who.persona, mine["id"], proposal["score"])
        body: Json = {"accept": True}
        if reason:
            more = self._behaviour.asks_for_more(who.persona, mine["id"])
            body = {"accept": False, "reason": reason, "more": more}
        await who.me.attempt("matching", f"/proposals/{proposal['id']}/answer", body)

    async def change_sessions(self, now: datetime) -> None:
        """Cancel or move sessions of the coming days."""
        sessions = await self._planned(until=now + _LOOK_AHEAD)
        ahead = {session["id"]: session for session in sessions if _instant(session["starts_at"]) > now}
        await perform(
            {id_: deed for id_, session in ahead.items() if (deed := self._change_due(session, now))}
        )

    async def _planned(self, until: datetime) -> list[Json]:
        return await self._participants.coordinator.list(
            "scheduling", "/sessions", state="planned", to=until.isoformat()
        )

    def _took_place(self, session: Json) -> bool:
        """Return whether both came."""
        return not any(
            self._behaviour.stays_away(self._who(session, role).persona, session["id"]) for role in _ROLES
        )

    def _change_due(self, session: Json, now: datetime) -> Deed | None:
        """Return a cancellation or a move that is due by now, the executive's first."""
        ahead = _instant(session["starts_at"]) - now
        for role in reversed(_ROLES):
            who = self._who(session, role)
            if not who.here:
                continue
            cancels = self._behaviour.cancels(who.persona, session["id"])
            if cancels and ahead <= cancels[0]:
                return Deed(_both(session), _bind(self._cancel, who, session["id"], cancels[1]))
            moves = self._behaviour.moves(who.persona, session["id"])
            if moves and ahead <= moves and session["id"] not in self._moved:
                return Deed(_both(session), _bind(self._move, who, session["id"]))
        return None

    @staticmethod
    async def _cancel(who: Participant, session_id: str, reason: str) -> None:
        await who.find_own("scheduling", "/me/sessions", session_id)
        await who.me.attempt("scheduling", f"/sessions/{session_id}/cancellation", {"reason": reason})

    async def _move(self, who: Participant, session_id: str) -> None:
        self._moved.add(session_id)
        await who.find_own("scheduling", "/me/sessions", session_id)
        free = (await who.me.get("scheduling", f"/sessions/{session_id}/free-slots"))["items"]
        if free:
            slot = self._behaviour.picks(who.persona, session_id, free)
            body = {"starts_at": slot["starts_at"]}
            await who.me.attempt("scheduling", f"/sessions/{session_id}/move", body)

    async def check_in(self, now: datetime) -> None:
        """Say whether sessions took place, and how they were: first the mentors, then the mentees."""
        asked = await self._participants.coordinator.list("feedback", "/check-ins", window="open")
        wanted = [check_in for check_in in asked if check_in["check_in_id"] not in self._answered]
        for check_in in wanted:
            self._asked.setdefault(check_in["check_in_id"], now)
        await self._know({check_in["pairing_id"] for check_in in wanted})
        for role in _ROLES:
            await perform(
                {
                    check_in["check_in_id"]: Deed(
                        frozenset({check_in["participant_id"], check_in["pairing_id"]}),
                        _bind(self._answer_check_in, check_in),
                    )
                    for check_in in wanted
                    if check_in["role"] == role and self._checks_in_today(check_in, now)
                }
            )

    def _checks_in_today(self, check_in: Json, now: datetime) -> bool:
        who = self._participants.participant(check_in["participant_id"])
        waited = working_days_between(self._asked[check_in["check_in_id"]].date(), now.date())
        return who.here and waited >= self._behaviour.checks_in_after(who.persona, check_in["check_in_id"])

    async def _answer_check_in(self, check_in: Json) -> None:
        who, pair = (
            self._participants.participant(check_in["participant_id"]),
            self._pairs[check_in["pairing_id"]],
        )
        mine = await who.find_own("feedback", "/me/check-ins", check_in["check_in_id"], name="check_in_id")
        session = await who.me.get("scheduling", f"/sessions/{mine['session_id']}")
        held = self._took_place(session)
        rating = self._behaviour.rating(who.persona, pair, session["number"]) if held else None
        self._answered.add(check_in["check_in_id"])
        await who.me.attempt("scheduling", f"/sessions/{session['id']}/outcome", {"held": held})
        path = f"/check-ins/{check_in['check_in_id']}/answer"
        answered = await who.me.attempt("feedback", path, {"rating": rating})
        if not answered or rating is None:
            return
        await self._record_change(who, session)
        if self._behaviour.leaves_pairing(who.persona, pair, rating, session["number"]):
            reason = {"private_reason": "We did not find a common ground."}
            await who.me.attempt("matching", f"/pairings/{pair.id}/end", reason)

    async def _record_change(self, who: Participant, session: Json) -> None:
        """Record what an executive changed because of the session, if anything."""
        number = self._behaviour.changes(who.persona, session["id"])
        if number is not None:
            day = session["ends_at"][:10]
            text = f"A change after session {session['number']}."
            body = {"change_kind": _CHANGES[number], "changed_on": day, "text": text}
            await who.me.attempt("feedback", "/me/actions", body)

    async def _know(self, pairing_ids: set[str]) -> None:
        """Load the facts of each pairing."""
        if pairing_ids <= self._pairs.keys():
            return
        for pairing in await self._participants.coordinator.list("matching", "/pairings"):
            offered = dict(self._who(pairing, "mentor").persona.topics)
            wanted = [topic for topic, _ in self._who(pairing, "mentee").persona.topics]
            shared = sum(topic in offered for topic in wanted)
            self._pairs[pairing["id"]] = Pair(pairing["id"], pairing["score"], shared, len(wanted))

    def _who(self, pair: Json, role: str) -> Participant:
        return self._participants.participant(pair[f"{role}_id"])

    @staticmethod
    def _deed(pair: Json, do: Callable[[Json, str], Awaitable[None]], role: str) -> Deed:
        return Deed(_both(pair), _bind(do, pair, role))


def _both(pair: Json) -> frozenset[str]:
    return frozenset({pair["mentor_id"], pair["mentee_id"]})


def _bind(do: Callable[..., Awaitable[None]], *args: object) -> Callable[[], Awaitable[None]]:
    async def bound() -> None:
        await do(*args)

    return bound


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
