from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.matching.domain.people.person import PersonState
from services.matching.domain.rounds.parts import Figures, RoundOptions
from services.matching.domain.rounds.results.certificate import Certificate
from services.matching.domain.rounds.results.chunks import (
    ChosenPair,
    chunk_count,
    chunks_of,
    facts_digest,
    still_free,
)
from services.matching.domain.rounds.results.comparison import ComparedRound, compare
from services.matching.domain.rounds.round import BUSY_STATES, OPEN_STATES, Round, RoundState
from shared.contracts.matching import (
    FailureCode,
    FailureReason,
    RoundCancelled,
    RoundFailed,
    RoundOutcome,
    RoundPreviewed,
    RoundProposed,
)
from shared.kernel import Conflict
from tests.unit.matching.matching_people import mentee, mentor

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = NOW + timedelta(seconds=10)
PROOF = Certificate(
    outcome=RoundOutcome.OPTIMAL,
    gap=0,
    total=900,
    bound=900,
    pairs=3,
    mentors=4,
    mentees=3,
    pairs_considered=12,
    eligible_pairs=10,
    solver="s/1",
    policy_version=0,
    seed="r1",
    inputs="x",
)
FIGURES = Figures(certificate=PROOF, unmatched=1)

TOO_MANY = FailureReason(code=FailureCode.TOO_MANY_PEOPLE, subject="own")


def requested(**options):
    return Round(
        id="r1",
        tenant="acme",
        programme="rm-2026",
        number=1,
        requested_at=NOW,
        options=RoundOptions(**options),
    )


def in_state(state):
    return requested().changed(state=state, figures=FIGURES)


def test_from_the_request_to_the_approval():
    round_ = requested()
    assert round_.requested_event().preview is False
    round_ = round_.claimed("w", NOW, LATER)
    assert (round_.state, round_.claim.token) == (RoundState.COMPUTING, 1)
    round_ = round_.saving(FIGURES, 1).chunk_saved([300, 200], dropped=1)
    assert (round_.proposals, round_.proposed_score, round_.dropped, round_.saved_chunks) == (2, 500, 1, 1)
    round_, (event,) = round_.proposed(NOW, [])
    assert isinstance(event, RoundProposed)
    assert (event.proposals, event.total_score, event.dropped, event.gap, event.outcome) == (
        2,
        500,
        1,
        0,
        "optimal",
    )
    assert round_.claim is None
    round_ = round_.approve(NOW, LATER, ("p1",))
    assert round_.state is RoundState.APPROVING
    assert round_.approve(LATER, LATER, ()) is round_
    round_ = round_.approved()
    assert (round_.state, round_.approved_at) == (RoundState.APPROVED, NOW)


def test_a_what_if_ends_with_its_outcome():
    round_, (event,) = requested(preview=True).claimed("w", NOW, LATER).previewed(FIGURES, 1)
    assert isinstance(event, RoundPreviewed)
    assert (round_.state, event.pairs, event.total_score, round_.is_open) == (
        RoundState.PREVIEWED,
        3,
        900,
        False,
    )
    with pytest.raises(Conflict, match="nothing to approve"):
        round_.approve(NOW, LATER, ())


def test_a_claim_holds_until_it_ends_and_tokens_grow():
    first = requested().claimed("one", NOW, LATER)
    with pytest.raises(Conflict, match="another worker"):
        first.claimed("two", LATER - timedelta(seconds=1), LATER)
    second = first.claimed("two", LATER, LATER + timedelta(seconds=10))
    assert (second.claim.owner, second.claim.token) == ("two", 2)
    assert second.released(NOW).claimed("three", NOW, LATER).claim.token == 3


@pytest.mark.parametrize("state", sorted(set(RoundState) - set(BUSY_STATES)))
def test_a_round_at_rest_is_nobodys_work(state):
    with pytest.raises(Conflict, match=state):
        in_state(state).claimed("w", NOW, LATER)


def test_cancelling_before_anybody_began_ends_it_at_once():
    round_, (event,) = requested().cancel(keep=True)
    assert isinstance(event, RoundCancelled)
    assert round_.state is RoundState.CANCELLED
    assert round_.cancel(keep=False) == (round_, [])


def test_cancelling_a_computation_is_a_wish_its_worker_hears():
    round_, events = requested().claimed("w", NOW, LATER).cancel(keep=True)
    assert (round_.state, round_.cancellation.keep, events) == (RoundState.COMPUTING, True, [])
    assert round_.cancel(keep=True) == (round_, [])
    round_, events = round_.cancel(keep=False)
    assert (round_.cancellation.keep, events) == (False, [])
    assert round_.cancel(keep=False) == (round_, [])
    with pytest.raises(Conflict, match="without its matching already"):
        round_.cancel(keep=True)
    ended, (event,) = round_.cancelled()
    assert isinstance(event, RoundCancelled)
    assert ended.claim is None


@pytest.mark.parametrize("state", sorted(set(RoundState) - {*OPEN_STATES, RoundState.CANCELLED}))
def test_what_is_done_is_not_cancelled(state):
    with pytest.raises(Conflict, match="any more"):
        in_state(state).cancel(keep=False)


def test_a_failure_has_a_reason():
    round_, (event,) = requested().failed(TOO_MANY)
    assert isinstance(event, RoundFailed)
    assert (round_.state, round_.reason, event.reason) == ("failed", TOO_MANY, TOO_MANY)


def test_computing_again_keeps_count():
    again = requested().claimed("w", NOW, LATER).compute_again()
    assert (again.state, again.recomputed, again.claim, again.claims) == ("requested", True, None, 1)


def test_without_an_outcome_there_is_nothing_to_look_at():
    with pytest.raises(Conflict, match="no outcome"):
        _ = requested().computed


@pytest.mark.parametrize(
    "options",
    [{"time_limit_seconds": 0}, {"time_limit_seconds": 3601}, {"gap_target": -1}, {"gap_target": 10**13}],
)
def test_options_have_bounds(options):
    with pytest.raises(ValidationError):
        RoundOptions(**options)


@given(st.lists(st.integers(), max_size=1200))
def test_chunks_hold_everything_in_order(items):
    chunks = list(chunks_of(items))
    assert [index for index, _ in chunks] == list(range(chunk_count(len(items))))
    assert [item for _, chunk in chunks for item in chunk] == items


def chosen(one, other):
    return ChosenPair(
        mentor_id=one.id,
        mentee_id=other.id,
        score=5,
        explanation=(),
        mentor_facts=facts_digest(one),
        mentee_facts=facts_digest(other),
    )


def test_a_pair_is_proposed_only_if_both_are_as_the_computation_saw_them():
    one, other = mentor(capacity=2), mentee()
    pair = chosen(one, other)
    assert still_free(pair, one, other)
    assert still_free(pair, one.proposed("elsewhere", "somebody"), other)  # a place is left
    assert not still_free(pair, None, other)
    assert not still_free(pair, one.changed(state=PersonState.WITHDRAWN), other)
    assert not still_free(pair, one, other.proposed("elsewhere", "somebody"))
    assert not still_free(pair, mentor(capacity=2, grade=3), other)
    assert not still_free(pair, one.changed(do_not_match=(other.id,)), other)


def test_rounds_side_by_side():
    one = ComparedRound("a", {("m1", "e1"): 1500, ("m2", "e2"): 500}, unmatched=1)
    other = ComparedRound("b", {("m1", "e1"): 1400, ("m3", "e2"): 2500, ("m2", "e3"): 100}, unmatched=0)
    comparison = compare(one, other)
    assert comparison.in_both == 1
    assert (
        comparison.one.pairs,
        comparison.one.total_score,
        comparison.one.only_here,
        comparison.one.lowest_score,
    ) == (
        2,
        2000,
        1,
        500,
    )
    assert comparison.one.scores == {0: 1, 1000: 1}
    assert [p.mentor_id for p in comparison.other.first_only_here] == ["m2", "m3"]
    nothing = compare(ComparedRound("a", {}, 0), ComparedRound("b", {}, 0))
    assert (nothing.one.lowest_score, nothing.in_both) == (None, 0)
