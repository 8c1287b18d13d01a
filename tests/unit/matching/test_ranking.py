"""The best partners of single people are those a round would rank so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.domain.policy import Aim, MustPair, Objective
from services.matching.domain.scoring.ranking import fits, rank_partners
from services.matching.domain.scoring.single_pair import binding_rule, count_pair, score_pair
from tests.unit.matching.matching_people import TERMS, languages, mentee, mentor, terms, topics

TOPICS = ("ai", "social", "culture")
CROWD = [
    mentor(f"{grade}-{n}", grade=grade, topics=topics(**dict.fromkeys(TOPICS[:n], n)), capacity=1)
    for grade in (2, 5, 8)
    for n in (1, 2, 3)
]
ME = mentee("me", topics=topics(ai=3, culture=2))


def best(chooser, others, under=TERMS):
    return rank_partners([chooser], others, under)[chooser.id]


@pytest.mark.parametrize("chooser", [ME, mentee("low", grade=6), mentee("none", grade=3)])
def test_those_the_rules_allow_come_by_their_points(chooser):
    allowed = {m.id: count_pair(m, chooser, TERMS) for m in CROWD if not binding_rule(m, chooser, TERMS)}
    partners = best(chooser, CROWD)
    assert set(partners) == set(allowed)
    assert [allowed[id_] for id_ in partners] == sorted(allowed.values(), reverse=True)


def test_a_mentor_may_choose_as_well():
    mentees = [mentee(str(n), topics=topics(**{TOPICS[n]: 3})) for n in range(3)]
    chooser = mentor("me", topics=topics(social=3))
    assert best(chooser, mentees)[0] == "mentee-1"
    (fit,) = fits(chooser, mentees[1:2], TERMS)
    assert (fit.score, fit.explanation) == score_pair(chooser, mentees[1], TERMS)


def test_who_has_no_place_or_was_met_is_not_found():
    full = mentor("full").proposed("p", "x")
    met = mentor("met", do_not_match=("mentee-me",))
    assert best(ME, [full, met, mentor("ok")]) == ("mentor-ok",)
    assert [fit.person.id for fit in fits(ME, [full, met, mentor("ok")], TERMS)] == ["mentor-ok"]
    assert best(ME, []) == best(ME, [full]) == ()


def test_a_pair_the_coordinator_wants_comes_first_whatever_the_rules_say():
    french = mentor("french", languages=languages(fr=5), topics=())
    wanted = terms(must_pair=(MustPair(mentor_id=french.id, mentee_id=ME.id),))
    assert binding_rule(french, ME, TERMS) == "language"
    assert best(ME, [*CROWD, french], wanted)[0] == french.id
    assert best(ME, [french.changed(do_not_match=(ME.id,))], wanted) == ()


def test_a_conflict_of_interest_the_coordinator_has_not_named_is_never_shown():
    boss = mentor("boss", line=(ME.profile.employee_id,))
    pair = MustPair(mentor_id=boss.id, mentee_id=ME.id)
    assert best(ME, [boss], terms(must_pair=(pair,))) == ()
    named = pair.model_copy(update={"despite": ("reporting-line",)})
    assert best(ME, [boss], terms(must_pair=(named,))) == (boss.id,)


@pytest.mark.parametrize("objective", [Objective(floor=7000), Objective(aim=Aim.SCORE, worth=7000)])
def test_nobody_below_the_floor_is_shown(objective):
    scores = [count_pair(m, ME, TERMS) for m in CROWD if not binding_rule(m, ME, TERMS)]
    assert min(scores) < 7000 < max(scores)
    assert len(best(ME, CROWD, terms(objective=objective))) == sum(score >= 7000 for score in scores)


@settings(max_examples=20, deadline=None)
@given(st.permutations(CROWD), st.lists(st.integers(4, 12), min_size=1, max_size=3))
def test_order_and_company_make_no_difference(others, grades):
    choosers = [mentee(str(n), grade=grade) for n, grade in enumerate(grades)]
    together = rank_partners(choosers, others, TERMS)
    assert together == {one.id: best(one, CROWD) for one in choosers}


def test_between_equals_a_lottery_decides_for_each_chooser():
    equals = [mentor(f"{n:02}") for n in range(20)]
    orders = {best(mentee(str(n)), equals) for n in range(5)}
    assert len(orders) == 5
    assert {tuple(sorted(order)) for order in orders} == {tuple(person.id for person in equals)}
