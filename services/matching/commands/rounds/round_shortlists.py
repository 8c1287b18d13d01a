"""Fill the shortlists of a round while it is saved, and show them once it is approved."""

from collections.abc import Container
from datetime import datetime

from services.matching.commands.people.commitments import share_places
from services.matching.domain.pairs.proposal import Proposal
from services.matching.domain.pairs.shortlist import shortlist_of_round
from services.matching.domain.pairs.shortlist_entry import add_to_shortlist
from services.matching.domain.people.person import Person
from services.matching.domain.policy import Choice
from services.matching.domain.rounds.results.chunks import ChosenPair, still_free
from services.matching.domain.rounds.round import Round
from services.matching.store import PEOPLE, PROPOSALS, SHORTLISTS
from shared.contracts.matching import ShortlistExpiryDue
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork


async def put_on_list(
    uow: UnitOfWork, people: dict[str, Person], round_: Round, pair: ChosenPair, choice: Choice
) -> bool:
    """Put one of a pair on the other's list, unless one of the two has changed; returns whether it was done.

    No runner-up is kept, as there are several to choose from.

    Args:
        uow: the unit of work.
        people: the people of this and other pairs by id; those who give a place are replaced.
        round_: whose list.
        pair: who.
        choice: which side chooses, and how long a list is held once it is shown.
    """
    mentor, mentee = people.get(pair.mentor_id), people.get(pair.mentee_id)
    if mentor is None or mentee is None:
        return False
    chooser, shown = (mentor, mentee) if choice.chooser is Role.MENTOR else (mentee, mentor)
    empty = shortlist_of_round(round_.id, chooser, choice.days, round_.attempt)
    if not still_free(pair, mentor, mentee, empty):
        return False
    one = add_to_shortlist(
        await uow.get(SHORTLISTS, empty.id) or empty,
        chooser,
        shown,
        score=pair.score,
        explanation=pair.explanation,
        at=uow.now,
        attempt=round_.attempt,
    )
    uow.save(SHORTLISTS, one.shortlist)
    uow.save(PROPOSALS, one.proposal, *one.events)
    people[chooser.id] = uow.save(PEOPLE, one.chooser)
    people[shown.id] = uow.save(PEOPLE, one.shown)
    await share_places(uow, chooser.id, shown.id)
    return True


async def show_on_list(uow: UnitOfWork, proposal: Proposal, at: datetime, held_back: Container[str]) -> None:
    """Let the chooser see a proposal; with the first one of a list its time begins.

    Args:
        uow: the unit of work.
        proposal: which.
        at: when the coordinator approved.
        held_back: proposals not to be shown.
    """
    shortlist = await uow.require(SHORTLISTS, proposal.shortlist_id or "")
    shown, facts = shortlist.show(at, held_back)
    if shown.expires_at and facts:
        uow.schedule(ShortlistExpiryDue(shortlist_id=shown.id), shown.expires_at)
        uow.save(SHORTLISTS, shown, *facts)
    seen, events = proposal.show(shown, at)
    uow.save(PROPOSALS, seen, *events)
