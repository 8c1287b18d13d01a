from datetime import timedelta
from statistics import mean

import pytest

from simulation.behaviour import Behaviour, Pair
from simulation.chance import Chance
from simulation.personas import volunteers
from simulation.sample import make_company

SESSIONS = [f"session-{n}" for n in range(30)]


@pytest.fixture(scope="module")
def people():
    return volunteers(make_company(2000, 7), Chance(7))


@pytest.fixture(scope="module")
def behaviour():
    return Behaviour(Chance(7))


def share(outcomes):
    counted = list(outcomes)
    return sum(map(bool, counted)) / len(counted)


def of_role(people, role):
    return [person for person in people if person.role == role]


def test_executives_cancel_about_one_session_in_eight_and_juniors_hardly_any(people, behaviour):
    cancelled = {
        role: share(behaviour.cancels(who, s) for who in of_role(people, role) for s in SESSIONS)
        for role in ("mentee", "mentor")
    }
    assert 0.08 < cancelled["mentee"] < 0.16
    assert cancelled["mentor"] < 0.05


def test_the_unreliable_cancel_more(people, behaviour):
    executives = sorted(of_role(people, "mentee"), key=lambda who: who.reliability)
    half = len(executives) // 2
    often = share(behaviour.cancels(who, s) for who in executives[:half] for s in SESSIONS)
    seldom = share(behaviour.cancels(who, s) for who in executives[half:] for s in SESSIONS)
    assert often > 1.3 * seldom


def test_no_shows_are_few(people, behaviour):
    assert 0.01 < share(behaviour.stays_away(who, s) for who in people for s in SESSIONS) < 0.06


def test_a_cancellation_comes_at_least_a_day_ahead(people, behaviour):
    leads = [
        cancellation[0] for who in people for s in SESSIONS if (cancellation := behaviour.cancels(who, s))
    ]
    assert min(leads) > timedelta(hours=24)


def test_four_in_five_check_ins_are_answered_in_the_week_they_have(people, behaviour):
    in_time = share(behaviour.checks_in_after(who, s) <= 5 for who in people for s in SESSIONS)
    assert 0.75 < in_time < 0.9


def test_some_proposals_are_answered_too_late(people, behaviour):
    late = {
        role: share(
            behaviour.answers_proposal_after(who, s) >= 3 for who in of_role(people, role) for s in SESSIONS
        )
        for role in ("mentee", "mentor")
    }
    assert 0 < late["mentor"] < late["mentee"] < 0.15


def test_better_matches_are_declined_less(people, behaviour):
    poor = share(behaviour.declines(who, s, 1000) for who in people for s in SESSIONS)
    good = share(behaviour.declines(who, s, 9000) for who in people for s in SESSIONS)
    assert 0.02 < good < poor < 0.25


def test_ratings_follow_the_match_and_the_person(people, behaviour):
    def rating(who, score, shared):
        return mean(behaviour.rating(who, Pair(f"pair-{n}", score, shared, 3), 2) for n in range(20))

    sample = people[:60]
    assert mean(rating(who, 9000, 3) for who in sample) > mean(rating(who, 3000, 0) for who in sample) + 0.7
    by_warmth = sorted(people, key=lambda who: who.warmth)
    strict, generous = by_warmth[:30], by_warmth[-30:]
    assert mean(rating(w, 6000, 1) for w in generous) > mean(rating(w, 6000, 1) for w in strict) + 0.4


def test_ratings_stay_on_their_scale(people, behaviour):
    pair = Pair("pair", 7000, 2, 3)
    ratings = {behaviour.rating(who, pair, number) for who in people for number in (1, 6)}
    assert ratings <= set(range(1, 6))
    assert len(ratings) > 2


def test_only_mentors_use_the_exit_and_only_after_a_bad_session(people, behaviour):
    pair = Pair("pair", 2000, 0, 3)
    leaving = [who for who in people if behaviour.leaves_pairing(who, pair, 1, 1)]
    assert leaving
    assert {who.role for who in leaving} == {"mentor"}
    assert not any(behaviour.leaves_pairing(who, pair, 4, 1) for who in people)


def test_a_few_never_get_ready_and_a_few_leave(people, behaviour):
    never = share(behaviour.assesses_after(w) > 200 or behaviour.trains_after(w) > 200 for w in people)
    assert 0.02 < never < 0.13
    assert 0.01 < share(behaviour.leaves_programme_after(who, 180) for who in people) < 0.2


def test_answers_name_an_option_for_every_item_and_lean_to_one_kind(people, behaviour):
    items = [(f"item-{n}", ["a", "b", "c", "d", "e"]) for n in range(12)]
    strongest = []
    for who in people[:50]:
        chosen = behaviour.answers(who, items)
        assert list(chosen) == [item for item, _ in items]
        kinds = [("abcde".index(option) + n) % 5 for n, option in enumerate(chosen.values())]
        strongest.append(max(map(kinds.count, kinds)))
    assert mean(strongest) > 7


def test_style_is_within_its_scales(people, behaviour):
    for who in people:
        assert all(1 <= value <= 5 for value in behaviour.style(who).values())
