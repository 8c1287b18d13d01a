from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.matching.domain.people.elsewhere import Elsewhere
from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.adjustment import Adjustment
from services.matching.domain.rounds.decision import DecisionKind, RoundDecision, adjustment_of
from services.matching.domain.rounds.inputs import pack, unpack
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.rounds.revision import (
    MOST_DECISIONS,
    after_clearing,
    discarded,
    recomputed,
    with_decisions,
)
from services.matching.domain.rounds.round import MOST_CLAIMS, RoundState
from services.matching.domain.rounds.what_if import cost, verdict
from services.matching.domain.scoring.single_pair import binding_rule
from services.matching.domain.solving.round_result import compute_round
from services.matching.engine import Start
from shared.contracts.matching import RoundDiscarded, RoundRequested
from shared.kernel import Conflict
from tests.unit.matching.matching_people import TERMS, mentee, mentor, terms, topics
from tests.unit.matching.test_round_states import LATER, NOW, in_state

AT = datetime(2026, 1, 5, 10, tzinfo=UTC)


def pair(mentor_name, mentee_name):
    return PairOf(mentor_id=f"mentor-{mentor_name}", mentee_id=f"mentee-{mentee_name}")


def decision(what, of=None):
    return RoundDecision(what=what, pair=of, by="anna", at=AT)


def test_the_last_word_on_a_pair_counts():
    one, other = pair("1", "1"), pair("2", "2")
    said = [
        decision(DecisionKind.MAKE, one),
        decision(DecisionKind.FORBID, other),
        decision(DecisionKind.LOCK, one),
    ]
    assert adjustment_of(said) == Adjustment(make=(one,), forbid=(other,))
    assert adjustment_of([*said, decision(DecisionKind.FREE, one)]) == Adjustment(forbid=(other,))
    assert adjustment_of([*said, decision(DecisionKind.REJECT, one)]) == Adjustment(forbid=(one, other))
    assert not adjustment_of([])


@pytest.mark.parametrize("state", sorted(set(RoundState) - {RoundState.PROPOSED}))
def test_only_a_proposed_round_can_be_changed(state):
    with pytest.raises(Conflict, match=state):
        with_decisions(in_state(state), decision(DecisionKind.MAKE, pair("1", "1")))
    with pytest.raises(Conflict, match=state):
        recomputed(in_state(state), decision(DecisionKind.RECOMPUTE))
    if state is not RoundState.DISCARDED:
        with pytest.raises(Conflict, match=state):
            discarded(in_state(state), decision(DecisionKind.DISCARD))


def test_computed_again_the_round_begins_anew_beside_what_is_locked():
    round_ = in_state(RoundState.PROPOSED).changed(claims=7, proposals=9, saved_chunks=1, dropped=2)
    clearing = recomputed(
        with_decisions(round_, decision(DecisionKind.MAKE, pair("1", "2"))), decision(DecisionKind.RECOMPUTE)
    )
    assert (clearing.state, clearing.is_open) == (RoundState.CLEARING, True)
    with pytest.raises(Conflict, match="any more"):
        clearing.cancel(keep=False)
    taken = clearing.claimed("w", NOW, LATER)
    assert taken.state is RoundState.CLEARING
    again, (event,) = after_clearing(taken, kept=2, score=700, at=AT)
    assert isinstance(event, RoundRequested)
    assert (again.state, again.claim, again.attempt, again.kept) == (RoundState.REQUESTED, None, 1, 2)
    assert (again.proposals, again.proposed_score, again.saved_chunks, again.dropped) == (2, 700, 0, 0)
    assert (again.requested_at, again.tries, again.figures) == (AT, 0, None)
    assert again.adjustment.make == (pair("1", "2"),)
    assert again.claimed("w", NOW, LATER).tries == 1 <= MOST_CLAIMS
    assert [each.what for each in again.decisions] == [DecisionKind.MAKE, DecisionKind.RECOMPUTE]


def test_discarding_ends_it_and_again_changes_nothing():
    clearing = discarded(in_state(RoundState.PROPOSED), decision(DecisionKind.DISCARD))
    assert discarded(clearing, decision(DecisionKind.DISCARD)) is clearing
    ended, (event,) = after_clearing(clearing, kept=0, score=0, at=AT)
    assert isinstance(event, RoundDiscarded)
    assert (ended.state, ended.proposals, ended.clearing) == (RoundState.DISCARDED, 0, None)
    assert discarded(ended, decision(DecisionKind.DISCARD)) is ended


@pytest.mark.parametrize("state", [RoundState.CANCELLED, RoundState.FAILED])
def test_locked_proposals_of_a_recomputation_that_came_to_nothing_can_still_be_freed(state):
    round_ = in_state(state).changed(kept=3)
    assert discarded(round_, decision(DecisionKind.DISCARD)).state is RoundState.CLEARING
    assert recomputed(round_, decision(DecisionKind.RECOMPUTE)).state is RoundState.CLEARING


def test_a_document_has_its_limit():
    many = [decision(DecisionKind.LOCK, pair("1", "1"))] * MOST_DECISIONS
    full = with_decisions(in_state(RoundState.PROPOSED), *many)
    with pytest.raises(Conflict, match="decisions"):
        with_decisions(full, many[0])


def three_and_three():
    wishes = [{"ai": 3}, {"data": 3}, {"cloud": 3}]
    return [make(str(n), topics=topics(**wish)) for n, wish in enumerate(wishes) for make in (mentor, mentee)]


def compute(people, under, start=None):
    return compute_round(Pool.of(people, under.seed), under, start=start)


def chosen(result):
    return {(match.mentor.id, match.mentee.id): match.score for match in result.matches}


def adjusted(**pairs):
    return replace(TERMS, adjustment=Adjustment(**pairs))


def test_a_pair_made_costs_what_the_best_round_with_it_has_less():
    free = compute(three_and_three(), TERMS)
    assert set(chosen(free)) == {(f"mentor-{n}", f"mentee-{n}") for n in range(3)}
    start = Start(prices=dict(free.duals.items()), pairs=[(e, m) for m, e in chosen(free)])
    changed = compute(three_and_three(), adjusted(make=(pair("0", "1"),)), start)
    price = cost(free.certificate, changed.certificate, chosen(free), chosen(changed))
    assert (price.pairs, price.points, price.gap, price.changed) == (0, 8796, 0, 2)
    assert set(price.come) == {pair("0", "1"), pair("1", "0")}
    assert set(price.gone) == {pair("0", "0"), pair("1", "1")}
    cold = compute(three_and_three(), adjusted(make=(pair("0", "1"),)))
    assert cold.certificate.total == changed.certificate.total
    assert cold.certificate.inputs != free.certificate.inputs


def test_a_pair_forbidden_is_not_made():
    changed = compute(three_and_three(), adjusted(forbid=(pair("0", "0"),)))
    assert ("mentor-0", "mentee-0") not in chosen(changed)
    assert len(chosen(changed)) == 3


def test_a_pair_made_that_rules_forbid_by_now_is_left_to_the_computation():
    people = [mentor("1", grade=8), mentor("2"), mentee("1")]
    assert binding_rule(people[0], people[2], TERMS) == "grade-gap"
    result = compute(people, adjusted(make=(pair("1", "1"), pair("9", "9"))))
    assert set(chosen(result)) == {("mentor-2", "mentee-1")}


def test_inputs_are_kept_whole(monkeypatch):
    monkeypatch.setattr("services.matching.domain.rounds.inputs.PART_BYTES", 100)
    under = terms(must_not_pair=(pair("0", "0"),))
    busy = mentee("busy").changed(elsewhere=Elsewhere(total=1, held=1))
    people = [*three_and_three(), busy]
    pool = Pool.of(people, under.seed, ["mentee-1"], ["mentee-1", "mentee-2", busy.id])
    assert pool.taken_elsewhere == (busy,)
    parts = dict(pack(pool, under, {"mentor-1": 5}))
    assert len(parts) > 1
    unpacked = unpack(parts[n] for n in range(len(parts)))
    assert (unpacked.pool, unpacked.terms, unpacked.prices) == (pool, under, {"mentor-1": 5})
    assert compute_round(unpacked.pool, unpacked.terms) == compute_round(pool, under)


def test_a_repetition_differs_from_another_round():
    result = compute(three_and_three(), TERMS)
    pairs = chosen(result)
    assert verdict(result.certificate, result.certificate, pairs, pairs).identical
    fewer = dict(list(pairs.items())[:2])
    other = result.certificate.model_copy(update={"inputs": "x", "solver": "y"})
    comparison = verdict(result.certificate, other, pairs, fewer)
    assert (comparison.identical, comparison.missing, comparison.same_inputs, comparison.same_solver) == (
        False,
        1,
        False,
        False,
    )
