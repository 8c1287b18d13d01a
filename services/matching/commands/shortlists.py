"""Ask for a shortlist, swap it, choose from it, decline it, and let it expire."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from services.matching.commands.people.commitments import share_places
from services.matching.commands.proposals.capacity import end_shortlist, release_shortlist
from services.matching.domain.pairs.proposal import Proposal
from services.matching.domain.pairs.shortlist import Shortlist, ShortlistState, requested_shortlist
from services.matching.domain.pairs.shortlist_entry import add_to_shortlist
from services.matching.domain.pairs.working_days import add_working_days
from services.matching.domain.scoring.ranking import Fit, fits
from services.matching.queries.shortlists import Chooser, find_chooser, may_ask, may_swap, open_list
from services.matching.store import PEOPLE, PROGRAMMES, PROPOSALS, SHORTLISTS
from shared.contracts.matching import ProposalExpiryDue, ShortlistEnding, ShortlistExpiryDue
from shared.kernel import Conflict, NotFound
from shared.messaging import UnitOfWork

_AT_ONCE = 20
"""People of a ranking that are read together: a few more than are shown at most."""
_FREE: Final = {
    "consent_due": {"$ne": True},
    "$expr": {
        "$lt": [
            {"$add": [{"$size": "$active_pairings"}, {"$size": "$open_proposals"}]},
            "$profile.capacity",
        ]
    },
}
"""Excludes people without free capacity; a shortlist of their own is checked afterwards."""


@dataclass(frozen=True)
class Ranking:
    """The people to show, the best first, as the finder computed them a moment ago.

    It is no part of the request: the same request repeated has another, and is the same all the same.

    Attributes:
        ids: whom.
        has_more: whether there are others behind these, who can be looked for.
    """

    ids: tuple[str, ...] = field(default=(), repr=False)
    has_more: bool = field(default=False, repr=False)


class Outrun(Conflict):
    """Too many people of a ranking have been shown to others meanwhile; another ranking is needed."""


async def ask(uow: UnitOfWork, employee_id: str | None, ranking: Ranking) -> Shortlist:
    """Show somebody the best partners who have a free place; an open list is shown again.

    Raises:
        NotFound: no such programme, or the employee takes no part in it.
        Outrun: others have been faster.
        Conflict: it is not for them to choose, they have no free place, or nobody can be shown.
    """
    chooser = await may_ask(uow, employee_id)
    if chooser.open:
        return chooser.open
    return await _show(uow, chooser, ranking)


async def swap(uow: UnitOfWork, employee_id: str | None, ranking: Ranking) -> Shortlist:
    """Show the next best in place of an open list.

    Raises:
        NotFound: no such programme, the employee takes no part in it, or has no list.
        Outrun: others have been faster.
        Conflict: it was swapped often enough, or there is nobody else.
    """
    chooser = await may_swap(uow, employee_id)
    replaced = open_list(chooser, uow.now)
    seen = [await uow.require(PROPOSALS, id_) for id_ in replaced.proposals]
    await end_shortlist(uow, replaced, ShortlistEnding.REPLACED)
    passed = (*replaced.passed, *(proposal.shown_id for proposal in seen))
    return await _show(
        uow, await find_chooser(uow, employee_id), ranking, passed=passed, swaps=replaced.swaps + 1
    )


async def choose(uow: UnitOfWork, employee_id: str | None, proposal_id: str) -> Proposal:
    """Choose one of an own list: the other is asked now, the rest of the list is free again.

    It cannot fail for lack of a place: being shown has held one.

    Raises:
        NotFound: no such programme, or no such proposal on a list of this employee's.
        Conflict: the time to choose is over, another one was chosen, the other has left meanwhile, or the
            chooser has to agree to changed terms first.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    proposal = await uow.require(PROPOSALS, proposal_id)
    shortlist = await uow.get(SHORTLISTS, proposal.shortlist_id) if proposal.shortlist_id else None
    if shortlist is None or shortlist.chooser_employee_id != employee_id or shortlist.shown_at is None:
        raise NotFound(f"no such proposal on a list of yours: {proposal_id}")
    decided, events = shortlist.choose(proposal_id, uow.now)
    if not events:
        return proposal
    person = await uow.require(PEOPLE, shortlist.chooser_id)
    person.check_consent()
    uow.save(SHORTLISTS, decided, *events)
    uow.save(PEOPLE, person.chose(proposal_id))
    expires_at = add_working_days(uow.now, programme.rules.proposal_expiry_working_days)
    chosen, published = proposal.choose(uow.now, expires_at)
    saved = uow.save(PROPOSALS, chosen, *published)
    uow.schedule(ProposalExpiryDue(proposal_id=proposal_id), expires_at)
    await release_shortlist(uow, shortlist.without(proposal_id))
    return saved


async def decline(uow: UnitOfWork, employee_id: str | None) -> None:
    """Let an own list end without a choice; nobody on it learns that they were shown.

    Raises:
        NotFound: no such programme, the employee takes no part in it, or has no list.
        Conflict: it is not for them to choose.
    """
    shortlist = open_list(await find_chooser(uow, employee_id), uow.now)
    await end_shortlist(uow, shortlist, ShortlistEnding.DECLINED)


async def expire(uow: UnitOfWork, shortlist_id: str, at: datetime) -> None:
    """Let a list nobody chose from lapse; one that is over, or has time left, stays as it is."""
    shortlist = await uow.require(SHORTLISTS, shortlist_id)
    if shortlist.state is ShortlistState.OPEN and shortlist.is_late(at):
        await end_shortlist(uow, shortlist, ShortlistEnding.EXPIRED)


async def _show(
    uow: UnitOfWork, chooser: Chooser, ranking: Ranking, *, passed: tuple[str, ...] = (), swaps: int = 0
) -> Shortlist:
    """Put the best who have a free place now on a new list; each of them keeps it for the chooser."""
    person, choice = chooser.person.asked(), chooser.choice
    shortlist = requested_shortlist(person, choice.days).changed(passed=passed, swaps=swaps)
    holding = [person.id]
    for fit in await _still_free(uow, chooser, ranking, passed):
        one = add_to_shortlist(
            shortlist, person, fit.person, score=fit.score, explanation=fit.explanation, at=uow.now
        )
        shortlist, person = one.shortlist, one.chooser
        uow.save(PROPOSALS, one.proposal, *one.events)
        uow.save(PEOPLE, one.shown)
        holding.append(one.shown.id)
    if not shortlist.proposals:
        raise Conflict(
            "nobody whom the rules allow has a free place now: please ask again later", code="nobody-free"
        )
    uow.save(PEOPLE, person)
    await share_places(uow, *holding)
    shown, events = shortlist.show(uow.now)
    if shown.expires_at:
        uow.schedule(ShortlistExpiryDue(shortlist_id=shown.id), shown.expires_at)
    return uow.save(SHORTLISTS, shown, *events)


async def _still_free(
    uow: UnitOfWork, chooser: Chooser, ranking: Ranking, passed: tuple[str, ...]
) -> list[Fit]:
    """Return the first few of the ranking who may be shown as things are now; others may have been faster."""
    free: list[Fit] = []
    not_passed = [id_ for id_ in ranking.ids if id_ not in passed]
    for start in range(0, len(not_passed), _AT_ONCE):
        ids = not_passed[start : start + _AT_ONCE]
        keys = [PEOPLE.document_id(uow.scope, id_) for id_ in ids]
        people = {person.id: person for person in await uow.find(PEOPLE, {"_id": {"$in": keys}, **_FREE})}
        free += fits(chooser.person, [people[id_] for id_ in ids if id_ in people], chooser.terms)
        if len(free) >= chooser.choice.shown:
            return free[: chooser.choice.shown]
    if ranking.has_more:
        raise Outrun("too many people are requesting lists: please try again", code="too-many-at-a-time")
    return free
