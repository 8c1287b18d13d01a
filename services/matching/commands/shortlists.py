"""Lists to choose from: asking for one, swapping it, choosing; and when nobody chooses in time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from services.matching.commands.proposals.capacity import end_suggestions, release_suggestions
from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.domain.pairs.shortlist import Suggestions, SuggestionsState, list_asked_for
from services.matching.domain.pairs.shortlist_entry import suggest
from services.matching.domain.pairs.working_days import add_working_days
from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.policy import Choice, Mode
from services.matching.domain.rounds.pool import Terms
from services.matching.domain.scoring.ranking import Fit, fits
from services.matching.queries.terms import current_terms
from services.matching.store import PEOPLE, PROGRAMMES, PROPOSALS, SUGGESTIONS
from shared.contracts.matching import ProposalExpiryDue, SuggestionsEnding, SuggestionsExpiryDue
from shared.kernel import Conflict, NotFound
from shared.messaging.unit_of_work import UnitOfWork

_AT_ONCE = 20
"""Of a ranking, looked at together: a few more than are shown at most."""
_FREE: Final = {
    "$expr": {
        "$lt": [
            {"$add": [{"$size": "$active_pairings"}, {"$size": "$open_proposals"}]},
            "$profile.capacity",
        ]
    }
}
"""Leaves those away whom others have been shown meanwhile; a list of their own is looked at afterwards."""


@dataclass(frozen=True)
class Ranking:
    """Whom to show, the best first, as the finder saw it a moment ago.

    It is no part of the request: the same request repeated has another, and is the same all the same.

    Attributes:
        ids: whom.
        has_more: whether there are others behind these, who can be looked for.
    """

    ids: tuple[str, ...] = field(default=(), repr=False)
    has_more: bool = field(default=False, repr=False)


class Outrun(Conflict):
    """Too many of a ranking have been shown to others meanwhile: another has to be found."""


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
    open: Suggestions | None
    terms: Terms
    at: datetime

    @property
    def choice(self) -> Choice:
        """How people choose here."""
        return self.terms.policy.choice


@dataclass(frozen=True)
class OwnList:
    """A list as its chooser sees it.

    Attributes:
        suggestions: the list.
        proposals: those on it, the best first.
        more: how often it may still be swapped.
    """

    suggestions: Suggestions
    proposals: Sequence[Proposal]
    more: int


async def may_ask(uow: UnitOfWork, employee_id: str | None) -> Chooser:
    """Who asks for a list, and the one they have, if they have one.

    Raises:
        NotFound: no such programme, or the employee takes no part in it.
        Conflict: it is not for them to choose in this programme, or they have no free place.
    """
    chooser = await _chooser(uow, employee_id)
    if not chooser.choice.mode.has_asking:
        raise Conflict("in this programme the coordinator does the matching: there is no list to ask for")
    if chooser.open and chooser.open.is_late(uow.now):
        raise Conflict("the time to choose from your list is just over: ask again in a moment")
    if chooser.open is None and chooser.person.suggestions:
        raise Conflict("a list is being prepared for you: the coordinator has to approve it")
    if chooser.open is None and not chooser.person.free_places:
        raise Conflict("you have no free place for another partner")
    return chooser


async def may_swap(uow: UnitOfWork, employee_id: str | None) -> Chooser:
    """Who asks for more, and the list they have.

    Raises:
        NotFound: no such programme, the employee takes no part in it, or has no list.
        Conflict: it is not for them to choose, or they have asked for more often enough.
    """
    chooser = await _chooser(uow, employee_id)
    suggestions = _open(chooser, uow.now)
    if suggestions.swaps >= chooser.choice.more:
        raise Conflict("you have asked for more as often as is possible: choose one of this list")
    return chooser


async def ask(uow: UnitOfWork, employee_id: str | None, ranking: Ranking) -> Suggestions:
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


async def swap(uow: UnitOfWork, employee_id: str | None, ranking: Ranking) -> Suggestions:
    """Show the next best in place of an open list.

    Raises:
        NotFound: no such programme, the employee takes no part in it, or has no list.
        Outrun: others have been faster.
        Conflict: it was swapped often enough, or there is nobody else.
    """
    chooser = await may_swap(uow, employee_id)
    replaced = _open(chooser, uow.now)
    seen = [await uow.require(PROPOSALS, id_) for id_ in replaced.proposals]
    await end_suggestions(uow, replaced, SuggestionsEnding.REPLACED)
    passed = (*replaced.passed, *(proposal.shown_id for proposal in seen))
    return await _show(
        uow, await _chooser(uow, employee_id), ranking, passed=passed, swaps=replaced.swaps + 1
    )


async def choose(uow: UnitOfWork, employee_id: str | None, proposal_id: str) -> Proposal:
    """Choose one of an own list: the other is asked now, the rest of the list is free again.

    It cannot fail for lack of room: being shown has held a place.

    Raises:
        NotFound: no such programme, or no such proposal on a list of this employee's.
        Conflict: the time to choose is over, another one was chosen, or the other has left meanwhile.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    proposal = await uow.require(PROPOSALS, proposal_id)
    suggestions = await uow.get(SUGGESTIONS, proposal.suggestions_id) if proposal.suggestions_id else None
    if suggestions is None or suggestions.chooser_employee_id != employee_id or suggestions.shown_at is None:
        raise NotFound(f"no such proposal on a list of yours: {proposal_id}")
    decided, events = suggestions.choose(proposal_id, uow.now)
    if not events:
        return proposal
    uow.save(SUGGESTIONS, decided, *events)
    person = await uow.require(PEOPLE, suggestions.chooser_id)
    uow.save(PEOPLE, person.chose(proposal_id))
    expires_at = add_working_days(uow.now, programme.rules.proposal_expiry_working_days)
    chosen, published = proposal.choose(uow.now, expires_at)
    saved = uow.save(PROPOSALS, chosen, *published)
    uow.schedule(ProposalExpiryDue(proposal_id=proposal_id), expires_at)
    await release_suggestions(uow, suggestions.without(proposal_id))
    return saved


async def expire(uow: UnitOfWork, suggestions_id: str, at: datetime) -> None:
    """Let a list nobody chose from lapse; one that is over, or has time left, stays as it is."""
    suggestions = await uow.require(SUGGESTIONS, suggestions_id)
    if suggestions.state is SuggestionsState.OPEN and suggestions.is_late(at):
        await end_suggestions(uow, suggestions, SuggestionsEnding.EXPIRED)


async def own_list(uow: UnitOfWork, employee_id: str | None) -> OwnList:
    """The list an employee has to choose from.

    Raises:
        NotFound: no such programme, the employee takes no part in it, or has no list.
        Conflict: it is not for them to choose.
    """
    chooser = await _chooser(uow, employee_id)
    suggestions = _open(chooser, uow.now)
    found = [await uow.require(PROPOSALS, id_) for id_ in suggestions.proposals]
    shown = [proposal for proposal in found if proposal.state is ProposalState.SHOWN]
    return OwnList(
        suggestions=suggestions,
        proposals=sorted(shown, key=lambda proposal: -proposal.score),
        more=max(0, chooser.choice.more - suggestions.swaps),
    )


async def _show(
    uow: UnitOfWork, chooser: Chooser, ranking: Ranking, *, passed: tuple[str, ...] = (), swaps: int = 0
) -> Suggestions:
    """Put the best who have a free place now on a new list; each of them keeps it for the chooser."""
    person, choice = chooser.person.asked(), chooser.choice
    suggestions = list_asked_for(person, choice.days).changed(passed=passed, swaps=swaps)
    for fit in await _still_free(uow, chooser, ranking, passed):
        one = suggest(
            suggestions, person, fit.person, score=fit.score, explanation=fit.explanation, at=uow.now
        )
        suggestions, person = one.suggestions, one.chooser
        uow.save(PROPOSALS, one.proposal, *one.events)
        uow.save(PEOPLE, one.shown)
    if not suggestions.proposals:
        raise Conflict("nobody whom the rules allow has a free place now: please ask again later")
    uow.save(PEOPLE, person)
    shown, events = suggestions.show(uow.now)
    if shown.expires_at:
        uow.schedule(SuggestionsExpiryDue(suggestions_id=shown.id), shown.expires_at)
    return uow.save(SUGGESTIONS, shown, *events)


async def _still_free(
    uow: UnitOfWork, chooser: Chooser, ranking: Ranking, passed: tuple[str, ...]
) -> list[Fit]:
    """The first few of the ranking who may be shown as things are now; others may have been faster."""
    found: list[Fit] = []
    wanted = [id_ for id_ in ranking.ids if id_ not in passed]
    for start in range(0, len(wanted), _AT_ONCE):
        ids = wanted[start : start + _AT_ONCE]
        keys = [PEOPLE.document_id(uow.scope, id_) for id_ in ids]
        people = {person.id: person for person in await uow.find(PEOPLE, {"_id": {"$in": keys}, **_FREE})}
        found += fits(chooser.person, [people[id_] for id_ in ids if id_ in people], chooser.terms)
        if len(found) >= chooser.choice.shown:
            return found[: chooser.choice.shown]
    if ranking.has_more:
        raise Outrun("many are asking at this moment: please ask again")
    return found


async def _chooser(uow: UnitOfWork, employee_id: str | None) -> Chooser:
    """The employee as the one who chooses; of the other side people are only asked."""
    terms = await current_terms(uow, uow.scope.programme)
    people = await uow.find(PEOPLE, {"profile.employee_id": employee_id or ""})
    ready = {person.role: person for person in people if person.state is PersonState.READY}
    if not ready:
        raise NotFound("you take no part in this programme, or are not ready yet")
    choice = terms.policy.choice
    if choice.mode is Mode.ADMINISTRATOR:
        raise Conflict("in this programme the coordinator does the matching: there are no lists")
    if choice.chooser not in ready:
        raise Conflict(
            f"in this programme the {choice.chooser}s choose; you are asked once somebody has chosen you"
        )
    person = ready[choice.chooser]
    suggestions = await uow.get(SUGGESTIONS, person.suggestions) if person.suggestions else None
    seen = suggestions if suggestions and suggestions.state is SuggestionsState.OPEN else None
    return Chooser(person, seen, terms, uow.now)


def _open(chooser: Chooser, at: datetime) -> Suggestions:
    if chooser.open is None or chooser.open.is_late(at):
        raise NotFound("you have no list to choose from")
    return chooser.open
