import pickle
import random
from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from services.matching.domain.people.elsewhere import Elsewhere
from services.matching.domain.people.person import PersonState
from services.matching.domain.policy import Aim, MustPair, Objective, PairOf
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.scoring.single_pair import binding_rule, count_pair, score_pair
from services.matching.domain.solving.round_problem import round_problem_of
from services.matching.domain.solving.round_result import compute_round
from services.matching.engine import Limits, check, solve
from shared.contracts.matching import RoundOutcome, UnmatchedCode
from tests.unit.matching.matching_people import (
    PATIENT,
    TERMS,
    hours,
    languages,
    mentee,
    mentor,
    terms,
    topics,
)


def test_nobody_is_left_out_by_a_choice_that_looks_best_for_one():
    only = languages(de=5)
    mentors = [mentor("a", languages=only), mentor("b", languages=languages(de=5, en=5), topics=topics(ai=3))]
    mentees = [mentee("x", languages=languages(de=5, en=5)), mentee("y", languages=languages(en=5))]
    outcome = compute_round(Pool.of([*mentors, *mentees], "seed"), TERMS).matches
    assert {(match.mentor.id, match.mentee.id) for match in outcome} == {
        ("mentor-a", "mentee-x"),
        ("mentor-b", "mentee-y"),
    }


FACTS = {
    "grade": st.integers(1, 12),
    "department": st.sampled_from(["sales", "legal"]),
    "team": st.sampled_from(["a", "b", "c"]),
    "capacity": st.integers(0, 2),
    "working_hours": st.sampled_from([hours(), hours("America/New_York"), hours("Asia/Tokyo")]),
    "languages": st.sampled_from([languages(en=5), languages(en=3, de=5), languages(fr=4)]),
    "topics": st.sampled_from([(), topics(ai=2), topics(ai=1, data=3)]),
}
FACT_SETS = st.lists(st.fixed_dictionaries(FACTS), max_size=6)
SMALL = st.lists(st.fixed_dictionaries(FACTS | {"capacity": st.integers(0, 1)}), max_size=4)


def populate(mentors, mentees):
    return [
        *(mentor(str(n), **facts) for n, facts in enumerate(mentors)),
        *(mentee(str(n), **facts) for n, facts in enumerate(mentees)),
    ]


def compute(people, under=TERMS, **more):
    return compute_round(Pool.of(people, under.seed), under, **more)


def chosen(result):
    return [(match.mentor.id, match.mentee.id) for match in result.matches]


def crowd(size, seed=7, **changes):
    """This many of each role, who differ enough to make rules bind."""
    rng = random.Random(seed)
    zones = [hours(), hours("Asia/Kolkata"), hours("America/New_York")]
    facts = [
        {
            "working_hours": rng.choice(zones),
            "topics": topics(**{rng.choice("abcdef"): rng.randint(1, 3) for _ in range(3)}),
            "languages": rng.choice([languages(en=5), languages(de=5), languages(en=3, fr=4)]),
            "department": rng.choice(["sales", "legal", "it"]),
            **changes,
        }
        for _ in range(2 * size)
    ]
    mentors = [f | {"grade": rng.randint(1, 6)} for f in facts[:size]]
    return populate(mentors, [f | {"grade": rng.randint(5, 12)} for f in facts[size:]])


@PATIENT
@given(FACT_SETS, FACT_SETS, st.randoms(use_true_random=False))
def test_the_order_people_come_in_changes_nothing(mentors, mentees, rng):
    people = populate(mentors, mentees)
    shuffled = rng.sample(people, len(people))
    assert compute(people) == compute(shuffled)


def test_a_larger_round_is_the_same_after_any_permutation():
    people = crowd(150)
    shuffled = random.Random(1).sample(people, len(people))
    assert compute(people) == compute(shuffled)


@PATIENT
@given(FACT_SETS, FACT_SETS)
def test_a_round_keeps_every_rule_and_accounts_for_everybody(mentors, mentees):
    people = populate(mentors, mentees)
    result = compute(people)
    for match in result.matches:
        assert binding_rule(match.mentor, match.mentee, TERMS) is None
        assert (match.score, match.explanation) == score_pair(match.mentor, match.mentee, TERMS)
        assert match.score == sum(part.points for part in match.explanation)
    matched = {id_ for pair in chosen(result) for id_ in pair}
    unmatched = {each.participant_id for each in result.unmatched}
    assert matched | unmatched == {p.id for p in people if p.free_places}
    assert not matched & unmatched
    assert result.certificate.proven
    assert result.certificate.total == sum(match.score for match in result.matches)


def counted(result):
    """The points of each pair in the round: those shown, and those of sensitive criteria."""
    return [count_pair(match.mentor, match.mentee, TERMS) for match in result.matches]


def all_rounds(pool, under):
    """Every legal choice of pairs, by brute force: how many, and their points."""
    scores = {
        (i, j): count_pair(one, other, under)
        for i, one in enumerate(pool.mentors)
        for j, other in enumerate(pool.mentees)
        if binding_rule(one, other, under) is None
    }
    for size in range(min(len(pool.mentors), len(pool.mentees)) + 1):
        for pairs in combinations(scores, size):
            if len({i for i, _ in pairs}) == len({j for _, j in pairs}) == size:
                yield [scores[pair] for pair in pairs]


@PATIENT
@given(SMALL, SMALL)
def test_no_legal_round_has_more_pairs_or_as_many_with_more_points(mentors, mentees):
    pool = Pool.of(populate(mentors, mentees), TERMS.seed)
    result = compute_round(pool, TERMS)
    best = max((len(scores), sum(scores)) for scores in all_rounds(pool, TERMS))
    assert (len(result.matches), sum(counted(result))) == best


@PATIENT
@given(SMALL, SMALL, st.integers(0, 10_000), st.sampled_from([None, 3000, 6000, 9000]))
def test_with_score_first_no_legal_round_is_worth_more(mentors, mentees, worth, floor):
    under = terms(objective=Objective(aim=Aim.SCORE, worth=worth, floor=floor))
    pool = Pool.of(populate(mentors, mentees), under.seed)
    result = compute_round(pool, under)
    best = max(
        sum(score - worth for score in scores)
        for scores in all_rounds(pool, under)
        if all(score >= (floor or 0) for score in scores)
    )
    assert sum(points - worth for points in counted(result)) == best


@PATIENT
@given(SMALL, SMALL, st.sampled_from([3000, 6000, 8000, 9000]))
def test_a_floor_is_kept_and_its_price_is_stated(mentors, mentees, floor):
    pool = Pool.of(populate(mentors, mentees), TERMS.seed)
    result = compute_round(pool, terms(objective=Objective(floor=floor)))
    legal = [s for s in all_rounds(pool, TERMS) if all(score >= floor for score in s)]
    assert (len(result.matches), sum(counted(result))) == max((len(s), sum(s)) for s in legal)
    free = compute_round(pool, TERMS)
    (price,) = result.prices
    assert (price.pairs, price.points) == (
        len(free.matches) - len(result.matches),
        sum(counted(free)) - sum(counted(result)),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_total_is_scipys_on_a_middling_pool(seed):
    pool = Pool.of(crowd(60, seed), TERMS.seed)
    round_problem = round_problem_of(pool, TERMS)
    scores = sum(each.columns.mentees @ each.columns.mentors.T for each in round_problem.scored)
    allowed = np.array([[binding_rule(m, e, TERMS) is None for m in pool.mentors] for e in pool.mentees])
    values = np.where(allowed, scores + 10_000_000, 0)
    rows, columns = linear_sum_assignment(values, maximize=True)
    kept = allowed[rows, columns]
    outcome = compute_round(pool, TERMS)
    assert len(outcome.matches) == kept.sum()
    assert sum(counted(outcome)) == scores[rows, columns][kept].sum()
    assert outcome.certificate.eligible_pairs == allowed.sum()


def test_the_certificate_holds_when_checked_independently():
    round_problem = round_problem_of(Pool.of(crowd(200), TERMS.seed), TERMS)
    assert check(round_problem.problem, solve(round_problem.problem)).optimal


def test_a_floor_holds_when_checked_independently():
    under = terms(objective=Objective(floor=6000))
    round_problem = round_problem_of(Pool.of(crowd(200), under.seed), under)
    result = solve(round_problem.problem)
    assert check(round_problem.problem, result).optimal
    assert int(result.scores.min()) >= 6000


def test_only_ready_people_with_a_free_place_take_part():
    people = [
        mentor("1"),
        mentor("full", capacity=0),
        mentor("gone", state=PersonState.WITHDRAWN),
        mentee("1").proposed("proposal-1", "mentor-9"),
        mentee("2"),
    ]
    pool = Pool.of(people, "seed")
    assert [p.id for p in pool.mentors] == ["mentor-1"]
    assert [p.id for p in pool.mentees] == ["mentee-2"]


def test_who_has_no_capacity_left_beside_other_programmes_has_a_reason_of_their_own():
    busy = Elsewhere(total=2, held=2, paired=2)
    people = [
        mentor("1"),
        mentor("taken", capacity=2).changed(elsewhere=busy),
        mentor("asked", capacity=2).proposed("proposal-1", "mentee-9").changed(elsewhere=busy),
        mentor("gone", state=PersonState.WITHDRAWN).changed(elsewhere=busy),
        mentee("1"),
        mentee("2"),
    ]
    result = compute_round(Pool.of(people, "seed"), TERMS)
    assert [match.mentor.id for match in result.matches] == ["mentor-1"]
    reasons = {each.participant_id: each.reason.code for each in result.unmatched}
    (left,) = reasons.keys() - {"mentor-taken"}
    assert reasons == {left: UnmatchedCode.ALL_TAKEN, "mentor-taken": UnmatchedCode.TAKEN_ELSEWHERE}
    assert Pool.of(people, "seed", named=["mentee-1"]).taken_elsewhere == ()


def test_everybody_gets_a_first_partner_before_anybody_gets_a_second_one():
    people = [mentor("1"), mentor("2"), mentee("1", capacity=2), mentee("2", topics=topics(golf=1))]
    assert {mentee_id for _, mentee_id in chosen(compute(people))} == {"mentee-1", "mentee-2"}
    assert len(compute([mentor("1"), mentor("2"), mentee("1", capacity=2)]).matches) == 2


def test_where_mentors_choose_everybody_is_shown_a_first_before_anybody_a_second():
    choice = {"mode": "suggested", "chooser": "mentor", "shown": 2}
    lists = replace(terms(choice=choice), shortlists=True)
    mentors = [mentor("1", topics=topics(ai=3)), mentor("2", topics=topics(golf=1)), mentor("3")]
    mentees = [mentee(name, topics=topics(ai=3)) for name in ("1", "2", "3", "4")]
    shown = Counter(mentor_id for mentor_id, _ in chosen(compute([*mentors, *mentees], lists)))
    assert sorted(shown.values()) == [1, 1, 2]
    few = Counter(mentor_id for mentor_id, _ in chosen(compute([*mentors, mentees[0]], lists)))
    assert list(few.values()) == [1]
    alone = chosen(compute([mentors[0], *mentees], lists))
    assert len(alone) == 2


def test_the_seed_decides_between_equals():
    people = [*(mentor(str(n)) for n in range(4)), mentee()]
    winners = {chosen(compute(people, replace(TERMS, seed=seed)))[0][0] for seed in map(str, range(40))}
    assert winners == {"mentor-0", "mentor-1", "mentor-2", "mentor-3"}


def test_those_left_out_last_round_come_first():
    people = [mentor(), *(mentee(str(n), topics=topics(ai=3, golf=1 + n % 2)) for n in range(4))]
    for unlucky in range(4):
        pool = Pool.of(people, TERMS.seed, unmatched=[f"mentee-{unlucky}"])
        outcome = compute_round(pool, terms(objective=Objective(priority=5000)))
        assert chosen(outcome) == [("mentor-1", f"mentee-{unlucky}")]


def test_mentors_left_out_come_first_too():
    people = [mentee(), *(mentor(str(n), topics=topics(ai=3, golf=1 + n % 2)) for n in range(4))]
    for unlucky in range(4):
        pool = Pool.of(people, TERMS.seed, unmatched=[f"mentor-{unlucky}"])
        outcome = compute_round(pool, terms(objective=Objective(priority=5000)))
        assert chosen(outcome) == [(f"mentor-{unlucky}", "mentee-1")]


def test_who_has_got_somebody_meanwhile_is_not_in_line():
    lucky = mentor("1", capacity=2).proposed("a-proposal", "mentee-7")
    pool = Pool.of([lucky, mentor("2"), mentee()], TERMS.seed, unmatched=["mentor-1", "mentor-2", "mentor-3"])
    assert pool.prioritised == {"mentor-2"}


def test_places_on_both_sides_are_proven_together():
    mentors, mentees = ([role(str(n), capacity=2) for n in range(4)] for role in (mentor, mentee))
    people = [*mentors[1:], *mentees]
    result = compute(people)
    assert len(set(chosen(result))) == len(result.matches) == 6
    assert {mentee_id for _, mentee_id in chosen(result)} == {f"mentee-{n}" for n in range(4)}
    assert result.certificate.proven


def test_pairs_the_coordinator_makes_stand_and_count():
    french = languages(fr=5)
    people = [mentor("1"), mentor("2", languages=french), mentee("1"), mentee("2")]
    pair = MustPair(mentor_id="mentor-2", mentee_id="mentee-1")
    result = compute(people, terms(must_pair=(pair,)))
    assert sorted(chosen(result)) == [("mentor-1", "mentee-2"), ("mentor-2", "mentee-1")]
    assert result.certificate.total == sum(match.score for match in result.matches)
    apart = [people[0], mentor("2", languages=french, do_not_match=("mentee-1",)), *people[2:]]
    assert ("mentor-2", "mentee-1") not in chosen(compute(apart, terms(must_pair=(pair,))))


def test_a_pair_to_be_made_that_came_into_conflict_is_not_made_unless_it_says_so():
    people = [mentor("1", line=("e-mentee-1",)), mentee("1")]
    pair = MustPair(mentor_id="mentor-1", mentee_id="mentee-1")
    assert chosen(compute(people, terms(must_pair=(pair,)))) == []
    named = MustPair(**pair.model_dump(exclude={"despite"}), despite=("reporting-line",))
    assert chosen(compute(people, terms(must_pair=(named,)))) == [("mentor-1", "mentee-1")]


def test_pairs_the_coordinator_keeps_apart_are_not_made():
    pair = PairOf(mentor_id="mentor-1", mentee_id="mentee-1")
    assert compute([mentor(), mentee()], terms(must_not_pair=(pair,))).matches == ()


def test_a_cancelled_round_says_so():
    result = compute(crowd(50), limits=Limits(cancelled=lambda: True))
    assert result.certificate.outcome is RoundOutcome.CANCELLED
    assert result.certificate.bound - result.certificate.gap == result.certificate.total


def test_progress_is_reported_and_the_draft_travels():
    reports = []
    result = compute(crowd(50), progress=reports.append)
    assert reports
    assert reports[-1].matched == len(result.matches)
    assert pickle.loads(pickle.dumps(result)) == result


def test_the_digest_knows_every_fact_but_not_the_order():
    people = [mentor(), mentee()]
    digest = compute(people).certificate.inputs
    assert compute(people[::-1]).certificate.inputs == digest
    changed = [
        compute([mentor(grade=1), mentee()]),
        compute([mentor(do_not_match=("x",)), mentee()]),
        compute(people, terms(number=1)),
        compute(people, terms(seed="other")),
        compute(people, terms(programme={"min_grade_gap": 1})),
    ]
    assert len({result.certificate.inputs for result in changed} | {digest}) == 6


def test_two_thousand_a_side_are_no_trouble():
    result = compute(crowd(2000, languages=languages(en=5)))
    assert result.certificate.proven
    assert len(result.matches) > 1500
