"""A participant as matching sees them, and the places they have to give."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from services.matching.domain.people.elsewhere import Elsewhere
from services.matching.domain.people.waiting import MOST_SILENCE, Waiting, Why
from shared.contracts.enrollment import MatchingProfile
from shared.contracts.vocabulary import Role
from shared.kernel import Aggregate, Conflict, Identifier

LAPSE_DAYS: Final = 14
"""Days in which rounds for a few people do not propose a pair again whose proposal lapsed."""


class Lapse(BaseModel):
    """A proposal that came to nothing, though nobody said no: not answered in time, or held back."""

    model_config = ConfigDict(frozen=True)

    partner_id: Identifier
    on: date


class PersonState(StrEnum):
    """Only ready people are matched."""

    READY = "ready"
    WITHDRAWN = "withdrawn"


class Person(Aggregate):
    """A ready (or withdrawn) participant.

    Every open proposal and every active pairing holds one of the person's places from the moment it is
    made, and both are kept here, in the one document each decision about the person writes. So two
    decisions at the same time meet in the database, and capacity can't be exceeded.

    A participant who is shown on a list holds capacity, as for any open proposal. The chooser holds one
    place for the whole list, of which one may be chosen.

    Attributes:
        ready_at: since when; sent-again facts don't move it, coming back after a withdrawal does.
        open_proposals: ids of proposals that wait for approval, answers, or somebody else's choice.
        shortlist: id of the shortlist to choose from, if there is one.
        shortlists_requested: how many lists they have asked for so far.
        active_pairings: ids of pairings that have not ended.
        together: ids of the partners in those proposals and pairings, and on that list.
        do_not_match: ids of participants not to be proposed again: one of the two declined, or their
            pairing ended.
        lapsed: whom a proposal lapsed with lately.
        conflicts: ids of participants with whom either of the two has declared a conflict of interest.
        waiting: for a next partner between rounds, as soon as there is a free place; until the next pairing.
        free_since: when a place last became free between rounds, if one did.
        first_in_line: goes before others when somebody has to be left out, until the next pairing.
        silent: proposals in a row that were left unanswered.
        more_asked: how often another partner was asked for since the last pairing.
        first_paired_at: when the first pairing since getting ready began.
        overdue: published that there was none within the target.
        consent_due: has to agree to changed terms before another partner is found.
        elsewhere: the places that the employee's other participations hold; None if they take none of these.
    """

    profile: MatchingProfile
    state: PersonState = PersonState.READY
    ready_at: datetime
    open_proposals: tuple[Identifier, ...] = ()
    shortlist: Identifier | None = None
    shortlists_requested: int = 0
    active_pairings: tuple[Identifier, ...] = ()
    together: tuple[Identifier, ...] = ()
    do_not_match: tuple[Identifier, ...] = ()
    lapsed: tuple[Lapse, ...] = ()
    conflicts: tuple[Identifier, ...] = ()
    waiting: Waiting | None = None
    free_since: datetime | None = None
    first_in_line: bool = False
    silent: int = 0
    more_asked: int = 0
    first_paired_at: datetime | None = None
    overdue: bool = False
    consent_due: bool = False
    elsewhere: Elsewhere | None = None

    @property
    def role(self) -> Role:
        """Mentor or mentee."""
        return self.profile.role

    @property
    def free_places(self) -> int:
        """How many more pairs may be proposed."""
        if self.state is not PersonState.READY or self.consent_due:
            return 0
        return max(0, self.most_places - self.places_held)

    @property
    def most_places(self) -> int:
        """How many places the person may hold here: no more than other programmes leave."""
        capacity = self.profile.capacity
        return min(capacity, self.elsewhere.left) if self.elsewhere else capacity

    @property
    def places_held(self) -> int:
        """How many places are taken: by pairings, by open proposals, by a list to choose from."""
        return len(self.active_pairings) + len(self.open_proposals) + bool(self.shortlist)

    @property
    def is_full(self) -> bool:
        """Whether active pairings alone take all places."""
        paired = len(self.active_pairings)
        if self.elsewhere and paired + self.elsewhere.paired >= self.elsewhere.total:
            return True
        return paired >= self.profile.capacity

    @property
    def is_taken_elsewhere(self) -> bool:
        """Whether places are free here, and other programmes hold all that are left."""
        if self.state is not PersonState.READY or not self.elsewhere or not self.elsewhere.held:
            return False
        return self.places_held < self.profile.capacity and self.places_held >= self.elsewhere.left

    def knows(self, partner_id: Identifier) -> bool:
        """Return whether the two are together, or are not to be proposed (again)."""
        return partner_id in (*self.together, *self.do_not_match, *self.conflicts)

    def ready(self, profile: MatchingProfile, region: Identifier, at: datetime) -> Self:
        """Take in (new) facts; somebody who had withdrawn is back."""
        updated = self.changed(profile=profile, region=region)
        if self.state is PersonState.READY:
            return updated
        return updated.changed(
            state=PersonState.READY, ready_at=at, first_paired_at=None, overdue=False, consent_due=False
        )

    def withdrawn(self) -> Self:
        """Leave the programme; proposals and pairings are let go one by one."""
        return self.changed(state=PersonState.WITHDRAWN, waiting=None, first_in_line=False)

    def check_consent(self) -> None:
        """See that the person may say yes to a partner.

        Raises:
            Conflict: they have to agree to changed terms first.
        """
        if self.consent_due:
            raise Conflict("the terms have changed: agree to them first", code="consent-due")

    def proposed(self, proposal_id: Identifier, partner_id: Identifier) -> Self:
        """Hold a place for a proposal.

        Raises:
            Conflict: no place is free.
        """
        if self.free_places < 1:
            raise Conflict("{participant_id} has no free place", code="no-capacity", participant_id=self.id)
        return self.changed(
            open_proposals=_with(self.open_proposals, proposal_id), together=_with(self.together, partner_id)
        )

    def asked(self) -> Self:
        """Count one more list asked for."""
        return self.changed(shortlists_requested=self.shortlists_requested + 1)

    def offered(self, shortlist_id: Identifier, partner_id: Identifier) -> Self:
        """Put a partner on the list to choose from; the list holds one place, however long it is.

        Raises:
            Conflict: no place is free, or another list is open.
        """
        if not self.may_be_offered(shortlist_id):
            raise Conflict(
                "{participant_id} has no free place, or another list to choose from",
                code="no-capacity",
                participant_id=self.id,
            )
        return self.changed(shortlist=shortlist_id, together=_with(self.together, partner_id))

    def may_be_offered(self, shortlist_id: Identifier) -> bool:
        """Return whether somebody (more) can be put on this list."""
        return self.shortlist == shortlist_id or (self.shortlist is None and self.free_places > 0)

    def chose(self, proposal_id: Identifier) -> Self:
        """Turn the place of the list into the place of the proposal chosen from it."""
        return self.changed(shortlist=None, open_proposals=_with(self.open_proposals, proposal_id))

    def done_choosing(self) -> Self:
        """Free the place of a list that came to nothing."""
        return self.changed(shortlist=None)

    def released(self, proposal_id: Identifier, partner_id: Identifier) -> Self:
        """Free the place of a proposal that came to nothing."""
        return self.changed(
            open_proposals=_without(self.open_proposals, proposal_id),
            together=_without(self.together, partner_id),
        )

    def let_lapse(self, partner_id: Identifier, on: date) -> Self:
        """Be proposed to a partner again, but not at once: the proposal lapsed."""
        kept = (one for one in self.lapsed if one.partner_id != partner_id and _is_late(one, on))
        return self.changed(lapsed=(*kept, Lapse(partner_id=partner_id, on=on)))

    def lately(self, day: date) -> list[Identifier]:
        """Return the people with whom a proposal lapsed recently, who are not proposed again yet."""
        return [one.partner_id for one in self.lapsed if _is_late(one, day)]

    def in_conflict(self, partner_id: Identifier, *, declared: bool) -> Self:
        """Note that a conflict of interest with a partner is declared, or no longer."""
        change = _with if declared else _without
        return self.changed(conflicts=change(self.conflicts, partner_id))

    def not_again(self, partner_id: Identifier) -> Self:
        """Don't be proposed to a partner again, until a coordinator lifts it."""
        return self.changed(do_not_match=_with(self.do_not_match, partner_id))

    def may_meet_again(self, partner_id: Identifier) -> Self:
        """Let a partner be proposed again."""
        return self.changed(do_not_match=_without(self.do_not_match, partner_id))

    def paired(self, proposal_id: Identifier, pairing_id: Identifier) -> Self:
        """Turn the place of a proposal into the place of a pairing.

        Raises:
            Conflict: active pairings take all places, here or in all programmes together (capacity may have
                been lowered meanwhile).
        """
        if self.state is not PersonState.READY or self.is_full:
            raise Conflict("the {role} has no free place any more", code="no-capacity", role=self.role)
        return self.changed(
            open_proposals=_without(self.open_proposals, proposal_id),
            active_pairings=_with(self.active_pairings, pairing_id),
            waiting=None,
            first_in_line=False,
            silent=0,
            more_asked=0,
        )

    def found_partner(self, at: datetime) -> Self:
        """Note when the first pairing since getting ready began; later ones change nothing."""
        return self.changed(first_paired_at=self.first_paired_at or at)

    @property
    def awaits_first(self) -> bool:
        """Whether the person is ready and has had no pairing since."""
        return self.state is PersonState.READY and self.first_paired_at is None

    @property
    def is_asked(self) -> bool:
        """Whether something is open that may become a pairing: a proposal, or a list to choose from."""
        return bool(self.open_proposals or self.shortlist)

    def fell_overdue(self) -> Self:
        """Note that the missed target was published; it is published once."""
        return self.changed(overdue=True)

    def parted(self, pairing_id: Identifier, partner_id: Identifier) -> Self:
        """Free the place of a pairing that ended, and don't be proposed to its partner again."""
        return self.changed(
            active_pairings=_without(self.active_pairings, pairing_id),
            together=_without(self.together, partner_id),
            do_not_match=_with(self.do_not_match, partner_id),
        )

    def started_waiting(self, since: datetime, why: Why) -> Self:
        """Wait for a next partner; who waits already with another place, and is still to be tried, waits on.

        Raises:
            Conflict: no place is free.
        """
        if self.free_places < 1:
            raise Conflict("{participant_id} has no free place", code="no-capacity", participant_id=self.id)
        if self.waiting and self.waiting.tried_at is None and self.free_places > 1:
            return self
        return self.freed(since).changed(waiting=Waiting(since=since, why=why))

    def freed(self, at: datetime) -> Self:
        """Be there for small rounds that begin later; coming free while one begins makes one more."""
        return self.changed(free_since=at)

    def was_free(self, at: datetime | None) -> bool:
        """Return whether a round that began at this time may use the person; None stands for now."""
        return at is None or self.free_since is None or self.free_since < at

    @property
    def is_waiting(self) -> bool:
        """Whether a small round may match the person; an open proposal or shortlist is awaited first."""
        return self.waiting is not None and self.free_places > 0

    def tried(self, at: datetime) -> Self:
        """Go on waiting after a round without a partner."""
        return self.changed(waiting=self.waiting and self.waiting.model_copy(update={"tried_at": at}))

    def goes_first(self) -> Self:
        """Go before others in the next rounds, unless the person has left."""
        return self.changed(first_in_line=self.state is PersonState.READY)

    @property
    def is_silent(self) -> bool:
        """Whether too many proposals in a row were left unanswered to follow with another."""
        return self.silent > MOST_SILENCE

    def kept_silent(self) -> Self:
        """Let one proposal more lapse without an answer."""
        silent = self.silent + 1
        return self.changed(silent=silent, waiting=None if silent > MOST_SILENCE else self.waiting)

    def answered(self) -> Self:
        """Say yes or no."""
        return self.changed(silent=0)

    def said_no(self) -> Self:
        """Say no, and wait for nobody else unless it is asked for."""
        return self.changed(silent=0, waiting=None)

    def asks_for_more(self, at_most: int) -> Self:
        """Ask for another partner than the one proposed.

        Raises:
            Conflict: it was asked so often since the last pairing, or no place is free.
        """
        if self.more_asked >= at_most:
            raise Conflict(
                "another partner was asked for {times} times already",
                code="asked-too-often",
                times=self.more_asked,
                field="more",
            )
        if self.free_places < 1:
            raise Conflict(
                "there is no free place for another partner", code="no-capacity-for-more", field="more"
            )
        return self.changed(more_asked=self.more_asked + 1)


def as_pair(one: Person, other: Person) -> tuple[Identifier, Identifier]:
    """Return the ids of the mentor and the mentee, should the two be matched."""
    return (one.id, other.id) if one.role is Role.MENTOR else (other.id, one.id)


def _is_late(lapse: Lapse, day: date) -> bool:
    return day - lapse.on < timedelta(days=LAPSE_DAYS)


def _with(ids: tuple[Identifier, ...], id_: Identifier) -> tuple[Identifier, ...]:
    return ids if id_ in ids else (*ids, id_)


def _without(ids: tuple[Identifier, ...], id_: Identifier) -> tuple[Identifier, ...]:
    return tuple(each for each in ids if each != id_)
