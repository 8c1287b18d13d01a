"""Putting a pair on a list."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from services.matching.domain.pairs.proposal import Proposal, make_proposal
from services.matching.domain.pairs.shortlist import Suggestions
from services.matching.domain.people.person import Person
from shared.contracts.matching import Contribution, MatchingEvent
from shared.contracts.vocabulary import Role


class Suggested(NamedTuple):
    """One more on a list: the list, the proposal and what happened to it, and the two with their places."""

    suggestions: Suggestions
    proposal: Proposal
    events: list[MatchingEvent]
    chooser: Person
    shown: Person


def suggest(
    suggestions: Suggestions,
    chooser: Person,
    shown: Person,
    *,
    score: int,
    explanation: Sequence[Contribution],
    at: datetime,
    attempt: int = 0,
) -> Suggested:
    """Put somebody on a list: their place is held for its chooser.

    A list of a round waits for the coordinator, as its proposals do; one that was asked for is seen at once.

    Raises:
        Conflict: one of the two has no free place.
    """
    mentor, mentee = (chooser, shown) if chooser.role is Role.MENTOR else (shown, chooser)
    source = suggestions.round_id or suggestions.id
    made, event = make_proposal(
        source, mentor, mentee, score=score, explanation=explanation, at=at, attempt=attempt
    )
    listed = {"suggestions_id": suggestions.id, "chooser": suggestions.role}
    proposal = made.changed(round_id=suggestions.round_id, **listed)
    events: list[MatchingEvent] = [event.model_copy(update=listed)]
    if suggestions.round_id is None:
        proposal, events = proposal.show(suggestions)
    return Suggested(
        suggestions=suggestions.with_one(proposal.id),
        proposal=proposal,
        events=events,
        chooser=chooser.offered(suggestions.id, shown.id),
        shown=shown.proposed(proposal.id, chooser.id),
    )
