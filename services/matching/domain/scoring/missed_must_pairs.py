"""Pairs a coordinator wants made that a round could not make, and why."""

from collections.abc import Collection, Mapping

from services.matching.domain.eligibility.rules.do_not_match import RULE as DO_NOT_MATCH
from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.policy import MustPair
from services.matching.domain.rounds.pool import Terms
from services.matching.domain.rounds.results.must_pair_missed import MissedCode, MissedReason, MustPairMissed
from services.matching.domain.scoring.single_pair import conflict_of
from shared.contracts.vocabulary import Role


def missed_must_pairs(
    terms: Terms,
    people: Mapping[str, Person],
    made: Collection[tuple[str, str]],
    named: Collection[str] | None = None,
    without: Collection[str] = (),
) -> tuple[MustPairMissed, ...]:
    """Return the must-pairs that neither the round made nor exist already.

    Args:
        terms: with the pairs.
        people: the people of these pairs, by id.
        made: mentors and mentees of the round's pairs.
        named: whom the round was for, if not for everybody; pairs of others are not its business.
        without: people excluded from the round; their pairs are not its business either.
    """
    missed: list[MustPairMissed] = []
    for pair in terms.policy.must_pair:
        ids = (pair.mentor_id, pair.mentee_id)
        others = named is not None and not {*ids} & {*named}
        if ids in made or others or {*ids} & {*without}:
            continue
        reason = _reason(pair, people, terms)
        if reason:
            missed.append(MustPairMissed(mentor_id=pair.mentor_id, mentee_id=pair.mentee_id, reason=reason))
    return tuple(missed)


def _reason(pair: MustPair, people: Mapping[str, Person], terms: Terms) -> MissedReason | None:
    """Why a pair was not made; None for two who are together."""
    mentor, mentee = people.get(pair.mentor_id), people.get(pair.mentee_id)
    for role, person in ((Role.MENTOR, mentor), (Role.MENTEE, mentee)):
        if person is None or person.state is not PersonState.READY:
            return MissedReason(code=MissedCode.NOT_READY, role=role)
    if mentor is None or mentee is None or mentee.id in mentor.together:
        return None
    rule = conflict_of(mentor, mentee, terms)
    if rule:
        return MissedReason(code=MissedCode.RULE, rule=rule)
    if mentor.knows(mentee.id):
        return MissedReason(code=MissedCode.RULE, rule=DO_NOT_MATCH.name)
    full = next((person for person in (mentor, mentee) if not person.free_places), None)
    return MissedReason(code=MissedCode.NO_FREE_PLACE, role=full.role if full else None)
