"""Weights that feedback learns, beside the policy in force."""

from datetime import UTC, datetime

from services.matching.domain.learning.weights import (
    NEEDED,
    Recommendation,
    WeightsVerdict,
    fit_of,
    judged,
    meaning_of,
    recommend_weights,
)
from services.matching.domain.pairs.proposal import Proposal
from services.matching.domain.policy import DEFAULT, Criterion, Policy
from services.matching.domain.policy.measure import Measure
from services.matching.domain.policy.policy import MustPair
from shared.contracts.feedback import RecommendedWeight
from shared.contracts.matching import Contribution, FitReason

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = DEFAULT
REASON = FitReason(code="topics-offered", features=("topics",))
WEIGHTS = {each.name: each.weight for each in judged(POLICY)}


def recommendation(pairings=212, meaning=None, **changes):
    names = list(WEIGHTS)
    steps = {names[0]: 100, names[1]: -100}
    return Recommendation(
        id="p",
        tenant="acme",
        programme="p",
        meaning=meaning or meaning_of(POLICY),
        pairings=pairings,
        needed=NEEDED,
        criteria=tuple(
            RecommendedWeight(
                criterion=name,
                weight=changes.get(name, weight),
                recommended=weight + steps.get(name, 0),
                low=0,
                high=10_000,
            )
            for name, weight in WEIGHTS.items()
        ),
    )


def proposal(**changes):
    facts = {
        "id": "proposal",
        "tenant": "acme",
        "programme": "p",
        "round_id": "round",
        "mentor_id": "a",
        "mentee_id": "b",
        "mentor_employee_id": "e-a",
        "mentee_employee_id": "e-b",
        "score": 5000,
        "explanation": tuple(
            Contribution(
                criterion=name,
                points=weight // 2,
                at_most=weight,
                reason=REASON,
            )
            for name, weight in WEIGHTS.items()
        ),
        "made_at": NOW,
    }
    return Proposal.model_validate({**facts, **changes})


def test_without_a_recommendation_there_is_not_enough_data():
    offer = recommend_weights(POLICY, None)
    assert (offer.verdict, offer.pairings, offer.needed) == (WeightsVerdict.NOT_ENOUGH_DATA, 0, 200)
    assert {each.criterion: each.proposed for each in offer.criteria} == WEIGHTS
    few = recommend_weights(POLICY, recommendation(pairings=30).changed(criteria=()))
    assert (few.verdict, few.pairings) == (WeightsVerdict.NOT_ENOUGH_DATA, 30)


def test_a_recommendation_for_this_policy_is_offered():
    offer = recommend_weights(POLICY, recommendation())
    assert (offer.verdict, offer.pairings, offer.based_on) == (WeightsVerdict.CHANGE, 212, POLICY.number)
    first, second, *_ = offer.criteria
    assert (first.proposed - first.present, second.proposed - second.present) == (100, -100)


def test_a_recommendation_for_other_criteria_or_weights_is_not_offered():
    other = recommend_weights(POLICY, recommendation(meaning="another"))
    assert (other.verdict, other.pairings) == (WeightsVerdict.NOT_ENOUGH_DATA, 0)
    heavier = recommend_weights(POLICY, recommendation(**{next(iter(WEIGHTS)): 1}))
    assert heavier.verdict is WeightsVerdict.NO_REASON_TO_CHANGE
    assert {each.criterion: each.proposed for each in heavier.criteria} == WEIGHTS


def test_the_fit_of_a_pair_has_all_criteria_that_people_are_shown():
    fit = fit_of(proposal(), POLICY)
    assert {each.criterion: each.weight for each in fit.criteria} == WEIGHTS
    assert all(abs(each.degree - 0.5) < 0.01 for each in fit.criteria)
    assert (fit.meaning, fit.round_id) == (meaning_of(POLICY), "round")
    assert fit_of(proposal(explanation=()), POLICY) is None


def test_a_pair_that_people_made_has_no_fit():
    assert fit_of(proposal(shortlist_id="list"), POLICY) is None
    must = POLICY.model_copy(update={"must_pair": (MustPair(mentor_id="a", mentee_id="b"),)})
    assert fit_of(proposal(), must) is None


def test_other_weights_mean_the_same_and_other_measures_do_not():
    criteria = (
        Criterion(name="region", measure=Measure.SIMILAR, features=("region",), weight=4000),
        Criterion(name="grade", measure=Measure.SIMILAR, features=("grade",), weight=4000),
    )
    one = Policy(**{**POLICY.model_dump(), "criteria": criteria})
    heavier = (criteria[0].model_copy(update={"weight": 6000}), criteria[1])
    other = (criteria[0].model_copy(update={"measure": Measure.DIFFERENT}), criteria[1])
    assert meaning_of(Policy(**{**one.model_dump(), "criteria": heavier})) == meaning_of(one)
    assert meaning_of(Policy(**{**one.model_dump(), "criteria": other})) != meaning_of(one)
