"""Add a pair to a shortlist."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from services.matching.domain.pairs.proposal import Proposal, make_proposal
from services.matching.domain.pairs.shortlist import Shortlist
from services.matching.domain.people.person import Person
from shared.contracts.matching import Contribution, MatchingEvent
from shared.contracts.vocabulary import Role


class ShortlistEntry(NamedTuple):
    """One more on a list: the list, the proposal and what happened to it, and the two with their places."""

    shortlist: Shortlist
    proposal: Proposal
    events: list[MatchingEvent]
    chooser: Person
    shown: Person


def add_to_shortlist(
    shortlist: Shortlist,
    chooser: Person,
    shown: Person,
    *,
    score: int,
    explanation: Sequence[Contribution],
    at: datetime,
    attempt: int = 0,
) -> ShortlistEntry:
    """Put somebody on a list: their place is held for its chooser.

    A list of a round waits for the coordinator, as its proposals do; one that was asked for is seen at once.

    Raises:
        Conflict: one of the two has no free place.
    """
    mentor, mentee = (chooser, shown) if chooser.role is Role.MENTOR else (shown, chooser)
    source = shortlist.round_id or shortlist.id
    made, event = make_proposal(
        source, mentor, mentee, score=score, explanation=explanation, at=at, attempt=attempt
    )
    listed = {"shortlist_id": shortlist.id, "chooser": shortlist.role}
    proposal = made.changed(round_id=shortlist.round_id, **listed)
    events: list[MatchingEvent] = [event.model_copy(update=listed)]
    if shortlist.round_id is None:
        proposal, events = proposal.show(shortlist, at)
    return ShortlistEntry(
        shortlist=shortlist.with_one(proposal.id),
        proposal=proposal,
        events=events,
        chooser=chooser.offered(shortlist.id, shown.id),
        shown=shown.proposed(proposal.id, chooser.id),
    )
