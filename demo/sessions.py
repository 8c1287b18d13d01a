"""Sessions: people cancel or move those that mails have put into their calendars."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.client import Json
from demo.deeds import Deed, bind, perform
from demo.delegates import Delegates
from demo.mails import Appointment
from demo.participants import ROLES, Participant, Participants
from simulation.behaviour import Behaviour

_LOOK_AHEAD = timedelta(days=6)


@dataclass(frozen=True)
class _Change:
    """A cancellation for a reason, or a move."""

    who: Participant
    session_id: str
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Identifies the change: people make each once."""
        return self.who.id, self.session_id, self.reason


class Sessions:
    """Lets people change their sessions.

    Args:
        participants: all participants.
        behaviour: decides what they do.
        delegates: the assistants of some, who move their sessions.
    """

    def __init__(self, participants: Participants, behaviour: Behaviour, delegates: Delegates) -> None:
        self._participants = participants
        self._delegates = delegates
        self._behaviour = behaviour
        self._made: set[tuple[str, str, str]] = set()

    async def live(self, now: datetime) -> None:
        """Cancel or move sessions of the coming days; of one session, the executive's change comes first."""
        deeds: dict[str, Deed] = {}
        for change in self._due(now):
            if change.session_id not in deeds:
                session = await change.who.me.get("scheduling", f"/sessions/{change.session_id}")
                deeds[change.session_id] = Deed(_both(session), bind(self._make, change, session))
        await perform(deeds)

    def _due(self, now: datetime) -> Iterator[_Change]:
        for role in reversed(ROLES):
            for who in self._participants.people:
                if who.here and who.persona.role == role:
                    changes = (self._change(who, each, now) for each in who.coming(now, _LOOK_AHEAD))
                    yield from (each for each in changes if each and each.key not in self._made)

    def _change(self, who: Participant, appointment: Appointment, now: datetime) -> _Change | None:
        """Return the change that a person wants by now."""
        id_, ahead = appointment.session_id, appointment.starts_at - now
        cancels = self._behaviour.cancels(who.persona, id_)
        if cancels and ahead <= cancels[0]:
            return _Change(who, id_, cancels[1])
        moves = self._behaviour.moves(who.persona, id_)
        return _Change(who, id_) if moves and ahead <= moves else None

    async def _make(self, change: _Change, session: Json) -> None:
        self._made.add(change.key)
        if session["state"] == "planned":
            await (self._cancel(change) if change.reason else self._move(change))

    @staticmethod
    async def _cancel(change: _Change) -> None:
        path = f"/sessions/{change.session_id}/cancellation"
        await change.who.me.attempt("scheduling", path, {"reason": change.reason})

    async def _move(self, change: _Change) -> None:
        who, path, mover = change.who, f"/sessions/{change.session_id}", change.who.me
        assistant = self._delegates.of(who)
        if assistant:
            mover, path = assistant.me, f"/delegations/{who.id}{path}"
        free = (await mover.get("scheduling", f"{path}/free-slots"))["items"]
        if free:
            slot = self._behaviour.picks(who.persona, change.session_id, free)
            moved = await mover.attempt("scheduling", f"{path}/move", {"starts_at": slot["starts_at"]})
            if moved and assistant:
                assistant.moved.add(change.session_id)


def _both(session: Json) -> frozenset[str]:
    return frozenset({session["mentor_id"], session["mentee_id"]})
