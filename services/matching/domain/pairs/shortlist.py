"""A shortlist: proposals from which one person may choose."""

from collections.abc import Container
from datetime import datetime
from enum import StrEnum
from typing import Self

from services.matching.domain.pairs.working_days import add_working_days
from services.matching.domain.people.person import Person
from shared.contracts.matching import MatchingEvent, ShortlistEnded, ShortlistEnding, ShortlistShown
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Conflict, Identifier, stable_id


class ShortlistState(StrEnum):
    """Held until the coordinator approves, then open until its chooser chooses, or it ends without."""

    HELD = "held"
    OPEN = "open"
    CHOSEN = "chosen"
    ENDED = "ended"


class Shortlist(Aggregate):
    """One shortlist. Everybody on it has a place held for its chooser.

    Attributes:
        round_id: the round that made it; None: its chooser asked for it.
        chooser_id: whose it is.
        role: which side the chooser is on.
        days: working days it is held from the moment it is shown.
        proposals: those on it, the best first.
        swaps: how many lists it has taken the place of, since the chooser last chose or let one end.
        passed: who was on those.
        chosen: the proposal that was chosen.
    """

    round_id: Identifier | None = None
    chooser_id: Identifier
    chooser_employee_id: Identifier
    role: Role
    days: int
    proposals: tuple[Identifier, ...] = ()
    swaps: int = 0
    passed: tuple[Identifier, ...] = ()
    state: ShortlistState = ShortlistState.HELD
    shown_at: datetime | None = None
    expires_at: datetime | None = None
    chosen: Identifier | None = None

    @property
    def is_over(self) -> bool:
        """Whether it holds places no more."""
        return self.state in {ShortlistState.CHOSEN, ShortlistState.ENDED}

    def with_one(self, proposal_id: Identifier) -> Self:
        """Add a proposal."""
        return self.changed(proposals=(*self.proposals, proposal_id))

    def without(self, proposal_id: Identifier) -> Self:
        """Remove a proposal."""
        return self.changed(proposals=tuple(each for each in self.proposals if each != proposal_id))

    def show(self, at: datetime, held_back: Container[str] = ()) -> tuple[Self, list[MatchingEvent]]:
        """Let the chooser see it; the time to choose begins. Again changes nothing.

        Args:
            at: since when.
            held_back: proposals that the coordinator holds back; who has nothing else sees no list.
        """
        count = sum(id_ not in held_back for id_ in self.proposals)
        if self.state is not ShortlistState.HELD or not count:
            return self, []
        expires_at = self.ends_at(at)
        shown = self.changed(state=ShortlistState.OPEN, shown_at=at, expires_at=expires_at)
        event = ShortlistShown(
            shortlist_id=self.id,
            participant_id=self.chooser_id,
            role=self.role,
            count=count,
            expires_at=expires_at,
        )
        return shown, [event]

    def choose(self, proposal_id: Identifier, at: datetime) -> tuple[Self, list[MatchingEvent]]:
        """Take one of it; the same one again changes nothing.

        Raises:
            Conflict: its time is over, another one was chosen, or this one is not on it any more.
        """
        if self.state is ShortlistState.CHOSEN and self.chosen == proposal_id:
            return self, []
        if self.state is not ShortlistState.OPEN or self.is_late(at):
            raise Conflict(
                "this list has ended: nobody can be chosen from it any more", code="shortlist-over"
            )
        if proposal_id not in self.proposals:
            raise Conflict("this one is not on your list any more: choose another", code="not-on-shortlist")
        chosen = self.changed(state=ShortlistState.CHOSEN, chosen=proposal_id)
        return chosen, [self._ended(ShortlistEnding.CHOSEN)]

    def ends_at(self, at: datetime) -> datetime:
        """Return until when it can be chosen from, if it is shown now or has been shown."""
        return self.expires_at or add_working_days(at, self.days)

    def is_late(self, at: datetime) -> bool:
        """Return whether the time to choose is over."""
        return self.expires_at is not None and at >= self.expires_at

    def end(self, ending: ShortlistEnding) -> tuple[Self, list[MatchingEvent]]:
        """End without a choice; a shortlist that was never shown ends without an event."""
        if self.is_over:
            return self, []
        events = [self._ended(ending)] if self.state is ShortlistState.OPEN else []
        return self.changed(state=ShortlistState.ENDED), [*events]

    def _ended(self, ending: ShortlistEnding) -> ShortlistEnded:
        return ShortlistEnded(shortlist_id=self.id, participant_id=self.chooser_id, ending=ending)


def shortlist_of_round(round_id: Identifier, chooser: Person, days: int, attempt: int = 0) -> Shortlist:
    """Return an empty list for somebody in a round; each time the round is computed anew, it is another."""
    id_ = stable_id("shortlist", round_id, chooser.id, attempt)
    return _empty(id_, chooser, days).changed(round_id=round_id)


def requested_shortlist(chooser: Person, days: int) -> Shortlist:
    """Return an empty list for somebody who asked; the number of lists they had tells this one from those."""
    return _empty(
        stable_id("shortlist", chooser.tenant, chooser.programme, chooser.id, chooser.shortlists_requested),
        chooser,
        days,
    )


def _empty(id_: Identifier, chooser: Person, days: int) -> Shortlist:
    return Shortlist(
        id=id_,
        tenant=chooser.tenant,
        programme=chooser.programme,
        region=chooser.region,
        chooser_id=chooser.id,
        chooser_employee_id=chooser.profile.employee_id,
        role=chooser.role,
        days=days,
    )
