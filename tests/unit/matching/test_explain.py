import random

import pytest

from services.matching.domain.policy import Aim, Condition, Criterion, Fairness, Objective, PairOf
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.rounds.results.unmatched import Extent, RelaxationStep
from services.matching.domain.scoring.single_pair import score_pair
from services.matching.domain.solving import relaxations
from services.matching.domain.solving.round_result import MOST_LOOKED_AT, compute_round
from services.matching.engine import Limits
from shared.contracts.matching import RoundOutcome, UnmatchedReason
from shared.contracts.vocabulary import Role
from tests.unit.matching.matching_people import TERMS, languages, mentee, mentor, terms, topics

OWN = Condition.model_validate(
    {
        "name": "own",
        "breach": "is not wanted",
        "allow": {"feature": "region", "of": "mentor", "is": "one-of", "values": ["apac"]},
    }
)


def compute(people, under=TERMS):
    return compute_round(Pool.of(people, under.seed), under)


def left(people, under=TERMS):
    return {each.participant_id: each for each in compute(people, under).unmatched}


def reasons(people, under=TERMS):
    return {id_: each.reason for id_, each in left(people, under).items()}


def test_nobody_on_the_other_side():
    assert reasons([mentor()]) == {"mentor-1": UnmatchedReason(code="nobody-ready")}
    assert reasons([mentee()]) == {"mentee-1": UnmatchedReason(code="nobody-ready")}


def test_nobody_at_all():
    result = compute([])
    assert (result.matches, result.unmatched, result.certificate.proven) == ((), (), True)


def test_the_rule_that_excludes_most_is_the_reason():
    people = [
        mentor("1", grade=8),
        mentor("2", grade=8),
        mentor("3", languages=languages(fr=5)),
        mentee(),
    ]
    assert reasons(people)["mentee-1"] == UnmatchedReason(code="rule", rule="grade-gap", excluded=2, others=3)
    assert reasons(people)["mentor-3"].rule == "language"


def test_somebody_who_would_fit_lost_against_others():
    (reason,) = reasons([mentor("1"), mentor("2"), mentee()]).values()
    assert reason == UnmatchedReason(code="all-taken", eligible=1, others=1)


def test_somebody_whom_nobody_fits_well_enough():
    under = terms(objective=Objective(floor=9000))
    people = [mentor(topics=topics(golf=1)), mentee()]
    assert reasons(people, under)["mentee-1"] == UnmatchedReason(code="below-floor", eligible=1, others=1)


def test_what_a_rule_one_step_looser_would_give_is_computed():
    people = [mentor("1", grade=7), mentor("2", grade=2, languages=languages(fr=5)), mentee(grade=9)]
    explained = left(people)["mentee-1"]
    assert explained.eligible == 0
    (step,) = explained.would
    assert step.step == RelaxationStep(rule="grade-gap", kind="looser", value=2, instead_of=3)
    assert (step.eligible, step.matched) == (1, True)
    relaxed = {each.step.rule: each for each in compute(people).relaxed}
    assert relaxed["grade-gap"].more_pairs == 1
    assert relaxed["language"].more_pairs == 0


def test_a_step_may_help_one_and_not_the_other():
    people = [mentor("1", grade=6), mentor("2", grade=2, languages=languages(fr=5))]
    people += [mentee("1", grade=8), mentee("2", grade=8)]
    steps = [each.would for id_, each in left(people).items() if id_.startswith("mentee")]
    assert sorted(step.matched for would in steps for step in would if step.step.rule == "grade-gap") == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("facts", "decisions", "rule", "kind"),
    [
        ({"team": "a", "department": "it"}, {}, "same-team", "rule-off"),
        ({"pay_panel": "p"}, {}, "pay-panel", "rule-off"),
        (
            {},
            {"conditions": (OWN,)},
            "own",
            "condition-off",
        ),
        (
            {},
            {"must_not_pair": (PairOf(mentor_id="mentor-1", mentee_id="mentee-1"),)},
            "must-not-pair",
            "pairs-allowed",
        ),
        (
            {"topics": topics(golf=1)},
            {"objective": Objective(floor=9900)},
            "floor",
            "floor-off",
        ),
    ],
)
def test_what_cannot_be_loosened_step_by_step_is_switched_off(facts, decisions, rule, kind):
    shared = {name: value for name, value in facts.items() if name != "topics"}
    result = compute([mentor(**facts), mentee(**shared)], terms(**decisions))
    relaxed = {each.step.rule: (each.step.kind, each.more_pairs) for each in result.relaxed}
    assert relaxed[rule] == (kind, 1)
    for each in result.unmatched:
        (step,) = (step for step in each.would if step.step.rule == rule)
        assert (step.eligible, step.matched) == (1, True)
    assert result.extent is Extent.COMPUTED


def test_the_pairs_that_always_stay_apart_are_no_matter_of_rules():
    person = {"employee_id": "e-1"}
    result = compute([mentor(**person), mentee(**person)])
    assert not {"oneself", "do-not-match"} & {each.step.rule for each in result.relaxed}


def test_what_gains_nobody_anything_is_not_computed():
    assert compute([mentor("1"), mentor("2"), mentee()]).relaxed == ()


def test_of_a_large_round_partners_are_still_counted(monkeypatch):
    monkeypatch.setattr(relaxations, "MOST_PAIRS", 0)
    result = compute([mentor(grade=7), mentee(grade=9)])
    (step,) = next(each for each in result.unmatched if each.participant_id == "mentee-1").would
    assert (step.eligible, step.matched) == (1, None)
    assert (result.relaxed, result.extent) == ((), Extent.COUNTED)


def test_everybody_left_out_has_a_reason_but_few_are_looked_at_closely():
    people = [mentor(grade=7), *(mentee(str(n), grade=9) for n in range(MOST_LOOKED_AT + 3))]
    explained = [each for id_, each in left(people).items() if id_.startswith("mentee")]
    assert len(explained) == MOST_LOOKED_AT + 3
    assert all(each.reason.rule == "grade-gap" for each in explained)
    assert sum(bool(each.would) for each in explained) == MOST_LOOKED_AT


def test_the_runner_up_and_the_margin():
    people = [mentor("1"), mentor("2", topics=topics(golf=1)), mentee()]
    (match,) = compute(people).matches
    second = score_pair(people[1], people[2], TERMS)[0]
    assert match.runner_up.mentor_id == "mentor-2"
    assert (match.runner_up.score, match.runner_up.margin) == (second, match.score - second)
    assert not match.runner_up.taken


def test_the_runner_up_may_be_better_and_taken():
    people = [
        mentor("1"),
        mentor("2", topics=topics(golf=1)),
        mentee("1", topics=topics(ai=3)),
        mentee("2", topics=topics(ai=3, data=3)),
    ]
    second = {m.mentee.id: m for m in compute(people).matches}["mentee-2"]
    assert second.runner_up.mentor_id == "mentor-1"
    assert second.runner_up.taken
    assert second.runner_up.margin < 0


def test_without_another_allowed_partner_there_is_no_runner_up():
    (match,) = compute([mentor("1"), mentor("2", grade=8), mentee()]).matches
    assert match.runner_up is None


def test_points_over_what_a_pair_has_to_be_worth_are_stated_in_full():
    under = terms(objective=Objective(aim=Aim.SCORE, worth=1000))
    people = [mentor("1"), mentor("2", topics=topics(golf=1)), mentee()]
    (match,) = compute(people, under).matches
    assert match.score == score_pair(match.mentor, match.mentee, under)[0]
    assert match.runner_up.score == score_pair(people[1], people[2], under)[0]


def two_regions(size=30):
    """One region whose mentees find little, in competition with one whose mentees find everything."""
    rng = random.Random(3)
    wishes = {"emea": ["a", "b"], "apac": ["a", "c"]}
    mentors = [mentor(str(n), topics=topics(**{rng.choice("ab"): 3}), region="emea") for n in range(size)]
    mentees = [
        mentee(f"{region}-{n}", topics=topics(**{w: rng.randint(1, 3) for w in words}), region=region)
        for region, words in wishes.items()
        for n in range(size // 2)
    ]
    return mentors + mentees


def means(result):
    groups = {}
    for match in result.matches:
        groups.setdefault(match.mentee.profile.region, []).append(match.score)
    return {region: sum(scores) / len(scores) for region, scores in groups.items()}


TOPICS = (Criterion(name="topics", measure="complement", features=("topics",), weight=10_000),)


def test_a_group_that_falls_behind_catches_up_at_a_price():
    people = two_regions()
    plain = compute(people, terms(criteria=TOPICS))
    behind = int(min(means(plain).values()))
    fairness = Fairness(feature="region", least_mean=behind + 300)
    fair = compute(people, terms(criteria=TOPICS, objective=Objective(fairness=fairness)))
    (price,) = fair.prices
    assert price.bound == "fairness"
    assert price.points == plain.certificate.total - fair.certificate.total >= 0
    assert min(means(fair).values()) > min(means(plain).values())
    assert price.reached == (min(means(fair).values()) >= behind + 300)
    assert len(fair.matches) == len(plain.matches)
    assert fair.certificate.bound == plain.certificate.total


def test_a_bound_out_of_reach_is_stated():
    fairness = Fairness(feature="region", least_mean=10_000)
    (price,) = compute(two_regions(), terms(objective=Objective(fairness=fairness))).prices
    assert not price.reached
    assert 0 < price.least_mean < 10_000


def test_fairness_never_lets_a_pair_below_the_floor():
    fairness = Fairness(feature="region", least_mean=9000)
    under = terms(criteria=TOPICS, objective=Objective(fairness=fairness, floor=5000))
    result = compute(two_regions(), under)
    assert result.matches
    assert min(match.score for match in result.matches) >= 5000
    assert {price.bound for price in result.prices} == {"floor", "fairness"}


@pytest.mark.parametrize("seed", range(4))
def test_more_pairs_are_as_many_as_a_round_under_the_looser_rule_has(seed):
    rng = random.Random(seed)
    spoken = [languages(en=2), languages(en=4)]
    people = [
        make(str(n), grade=rng.randint(low, low + 4), languages=rng.choice(spoken))
        for n in range(25)
        for make, low in ((mentor, 4), (mentee, 6))
    ]
    result = compute(people)
    looser = {"grade-gap": {"min_grade_gap": 2}, "language": {"min_language_level": 2}}
    gained = {each.step.rule: each.more_pairs for each in result.relaxed if each.step.rule in looser}
    assert gained == {
        rule: len(compute(people, terms(programme=changes)).matches) - len(result.matches)
        for rule, changes in looser.items()
    }


def test_fairness_without_any_mentee_asks_nothing():
    fairness = Fairness(feature="region", least_mean=5000)
    for people in ([], [mentor()], [mentee(), mentor(grade=9)]):
        (price,) = compute(people, terms(objective=Objective(fairness=fairness))).prices
        assert (price.reached, price.least_mean, price.pairs, price.points) == (True, None, 0, 0)


def test_those_of_whom_it_is_unknown_are_no_group():
    fairness = Fairness(feature="manager", least_mean=10_000)
    people = [make(str(n), line=()) for n in range(6) for make in (mentor, mentee)]
    (price,) = compute(people, terms(objective=Objective(fairness=fairness))).prices
    assert (price.reached, price.least_mean) == (True, None)


def test_what_follows_the_round_keeps_its_limit_of_time():
    objective = Objective(floor=100, fairness=Fairness(feature="region", least_mean=9000))
    pool = Pool.of(two_regions(), TERMS.seed)
    result = compute_round(pool, terms(objective=objective), Limits(seconds=0.0))
    assert result.certificate.outcome is RoundOutcome.TIME_LIMIT
    assert result.prices == result.relaxed == ()
    assert result.extent is Extent.STOPPED
    assert len(result.matches) + len([e for e in result.unmatched if e.role is Role.MENTEE]) == 30
