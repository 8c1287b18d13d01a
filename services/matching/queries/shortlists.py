"""The list that a participant chooses from, and whether they may ask for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.domain.pairs.shortlist import Shortlist, ShortlistState
from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.policy import Choice, Mode
from services.matching.domain.rounds.pool import Terms
from services.matching.queries.terms import current_terms
from services.matching.store import PEOPLE, PROGRAMMES, PROPOSALS, SHORTLISTS
from shared.kernel import Conflict, NotFound
from shared.messaging import UnitOfWork


@dataclass(frozen=True)
class Chooser:
    """Somebody who may ask for a list.

    Attributes:
        person: who.
        open: the list they have already.
        terms: what they are matched under.
        at: the present instant.
    """

    person: Person
    open: Shortlist | None
    terms: Terms
    at: datetime

    @property
    def choice(self) -> Choice:
        """How people choose here."""
        return self.terms.policy.choice


@dataclass(frozen=True)
class OwnShortlist:
    """A list as its chooser sees it.

    Attributes:
        shortlist: the list.
        proposals: those on it, the best first.
        more: how often it may still be swapped.
    """

    shortlist: Shortlist
    proposals: Sequence[Proposal]
    more: int


async def may_ask(uow: UnitOfWork, employee_id: str | None) -> Chooser:
    """Return the participant, and their list if they have one.

    Raises:
        NotFound: no such programme, or the employee takes no part in it.
        Conflict: it is not for them to choose in this programme, they have no free place, or the programme
            matches no more.
    """
    chooser = await find_chooser(uow, employee_id)
    if not chooser.choice.mode.has_asking:
        raise Conflict(
            "in this programme the coordinator does the matching: there is no list to ask for",
            code="no-lists",
        )
    if chooser.open and chooser.open.is_late(uow.now):
        raise Conflict(
            "the time to choose from your list is just over: ask again in a moment",
            code="shortlist-just-over",
        )
    if chooser.open is None and chooser.person.shortlist:
        raise Conflict(
            "a list is being prepared for you: the coordinator has to approve it", code="shortlist-prepared"
        )
    if chooser.open is None and not chooser.person.free_places:
        raise Conflict("you have no free place for another partner", code="no-capacity-for-more")
    if chooser.open is None:
        (await uow.require(PROGRAMMES, uow.scope.programme)).check_matches()
    return chooser


async def may_swap(uow: UnitOfWork, employee_id: str | None) -> Chooser:
    """Return the participant and their list.

    Raises:
        NotFound: no such programme, the employee takes no part in it, or has no list.
        Conflict: it is not for them to choose, they have asked for more often enough, or the programme
            matches no more.
    """
    chooser = await find_chooser(uow, employee_id)
    shortlist = open_list(chooser, uow.now)
    (await uow.require(PROGRAMMES, uow.scope.programme)).check_matches()
    if shortlist.swaps >= chooser.choice.more:
        raise Conflict(
            "you have asked for more as often as is possible: choose one of this list", code="asked-too-often"
        )
    return chooser


async def own_shortlist(uow: UnitOfWork, employee_id: str | None) -> OwnShortlist:
    """Return the list an employee has to choose from.

    Raises:
        NotFound: no such programme, the employee takes no part in it, or has no list.
        Conflict: it is not for them to choose.
    """
    chooser = await find_chooser(uow, employee_id)
    shortlist = open_list(chooser, uow.now)
    proposals = [await uow.require(PROPOSALS, id_) for id_ in shortlist.proposals]
    shown = [proposal for proposal in proposals if proposal.state is ProposalState.SHOWN]
    return OwnShortlist(
        shortlist=shortlist,
        proposals=sorted(shown, key=lambda proposal: -proposal.score),
        more=max(0, chooser.choice.more - shortlist.swaps),
    )


async def find_chooser(uow: UnitOfWork, employee_id: str | None) -> Chooser:
    """Return the employee as the one who chooses; of the other side people are only asked."""
    terms = await current_terms(uow, uow.scope.programme)
    people = await uow.find(PEOPLE, {"profile.employee_id": employee_id or ""})
    ready = {person.role: person for person in people if person.state is PersonState.READY}
    if not ready:
        raise NotFound("you do not take part in this programme, or are not ready yet")
    choice = terms.policy.choice
    if choice.mode is Mode.ADMINISTRATOR:
        raise Conflict(
            "in this programme the coordinator does the matching: there are no lists", code="no-lists"
        )
    if choice.chooser not in ready:
        raise Conflict(
            "in this programme the {role}s choose; you are asked once somebody has chosen you",
            code="others-choose",
            role=choice.chooser,
        )
    person = ready[choice.chooser]
    shortlist = await uow.get(SHORTLISTS, person.shortlist) if person.shortlist else None
    seen = shortlist if shortlist and shortlist.state is ShortlistState.OPEN else None
    return Chooser(person, seen, terms, uow.now)


def open_list(chooser: Chooser, at: datetime) -> Shortlist:
    """Return the list that can be chosen from at an instant.

    Raises:
        NotFound: there is none; its code says whether the caller may ask for one.
    """
    if chooser.open and not chooser.open.is_late(at):
        return chooser.open
    if chooser.choice.mode.has_asking:
        raise NotFound("you have no list to choose from: you can ask for one", code="no-shortlist")
    raise NotFound("you have no list to choose from yet", code="no-shortlist-yet")
