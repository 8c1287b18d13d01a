"""Pairs a coordinator wants made that a round could not make, and why."""

from collections.abc import Collection, Mapping

from pydantic import BaseModel, ConfigDict

from services.matching.domain.pair import conflict_of
from services.matching.domain.person import Person, PersonState
from services.matching.domain.policy import MustPair
from services.matching.domain.pool import Terms
from services.matching.domain.rules import RULES
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier


class NotMade(BaseModel):
    """A pair that was not made; the reason is a short code, a colon, and plain words."""

    model_config = ConfigDict(frozen=True)

    mentor_id: Identifier
    mentee_id: Identifier
    reason: str


def not_made(
    terms: Terms,
    people: Mapping[str, Person],
    made: Collection[tuple[str, str]],
    named: Collection[str] | None = None,
    without: Collection[str] = (),
) -> tuple[NotMade, ...]:
    """Those pairs to be made that neither the round made nor have been made before.

    Args:
        terms: with the pairs.
        people: the people of these pairs, by id.
        made: mentors and mentees of the round's pairs.
        named: whom the round was for, if not for everybody; pairs of others are not its business.
        without: whom the round left out; their pairs are not its business either.
    """
    found: list[NotMade] = []
    for pair in terms.policy.must_pair:
        ids = (pair.mentor_id, pair.mentee_id)
        others = named is not None and not {*ids} & {*named}
        if ids in made or others or {*ids} & {*without}:
            continue
        reason = _reason(pair, people, terms)
        if reason:
            found.append(NotMade(mentor_id=pair.mentor_id, mentee_id=pair.mentee_id, reason=reason))
    return tuple(found)


def _reason(pair: MustPair, people: Mapping[str, Person], terms: Terms) -> str | None:
    """Why a pair was not made; None for two who are together."""
    mentor, mentee = people.get(pair.mentor_id), people.get(pair.mentee_id)
    for role, person in ((Role.MENTOR, mentor), (Role.MENTEE, mentee)):
        if person is None or person.state is not PersonState.READY:
            return f"not-ready: the {role} is not ready"
    if mentor is None or mentee is None or mentee.id in mentor.together:
        return None
    rule = conflict_of(mentor, mentee, terms)
    if rule:
        return f"{rule}: {RULES[rule].breach}"
    if mentor.knows(mentee.id):
        return "met-before: not to be matched again"
    full = next((person for person in (mentor, mentee) if not person.free_places), None)
    return f"no-place: the {full.role} has no free place" if full else "no-place: other such pairs take it"
