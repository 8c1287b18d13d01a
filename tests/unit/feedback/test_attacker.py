"""An attacker who sees every release of half a year, and knows by name who is in every group.

The attacker is a coordinator with the list of participants, every filter, and two colluding participants who
say what they answered. Opinions never change, which is the worst case. The attacker makes the best linear
guess of each person's opinion from all figures; what it explains of an opinion's variance is bounded. The
figures of two simpler rules give opinions away to the same attacker.
"""

from collections.abc import Sequence
from itertools import combinations
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from services.feedback.domain.items import Attitude
from services.feedback.domain.questionnaire import CHECK_IN_USEFULNESS
from services.feedback.domain.release.audit import Audit
from services.feedback.domain.release.membership import Matter
from services.feedback.domain.release.parameters import Parameters
from shared.contracts.feedback import ChangeKind
from shared.contracts.vocabulary import Role
from tests.unit.feedback.releasing import Releases, counted, lived, memberships, person

WEEKS = 26
NOISE = Parameters().audit_noise
WITH_COLLUDERS = 0.31
EXACT = 1e-6
"""The noise of figures without a blur."""


def explained(groups: Sequence[Sequence[str]], noise: float, colluders: Sequence[str] = ()) -> float:
    """Return the largest share of anybody's opinion that a linear attacker explains; colluders are known."""
    strangers = [[who for who in group if who not in colluders] for group in groups]
    return float(Audit(strangers, noise).explained().max())


def worst_colluders(groups: Sequence[Sequence[str]], noise: float) -> tuple[str, ...]:
    """Return the two who help the attacker most, each chosen in turn."""
    everybody = sorted({who for group in groups for who in group})
    chosen: tuple[str, ...] = ()
    for _ in range(2):
        rest = [who for who in everybody if who not in chosen]
        chosen = (*chosen, max(rest, key=lambda who: explained(groups, noise, (*chosen, who))))
    return chosen


def weekly(people: int, seed: int) -> list[list[str]]:
    """Return who answered in each week."""
    chance = Random(seed)
    rates = [chance.betavariate(2, 3) for _ in range(people)]
    return [[f"p{n}" for n in range(people) if chance.random() < rates[n]] for _ in range(WEEKS)]


def on_demand(people: int, seed: int) -> list[list[str]]:
    """Return the groups of figures that are computed anew with each answer, from five people on."""
    so_far: list[str] = []
    for week in weekly(people, seed):
        so_far += [who for who in week if who not in so_far]
    return [so_far[:size] for size in range(5, len(so_far) + 1)]


def five_new_people(people: int, seed: int) -> list[list[str]]:
    """Return the groups of figures over everybody so far, renewed when five have answered since."""
    groups: list[list[str]] = []
    so_far: set[str] = set()
    new: set[str] = set()
    for week in weekly(people, seed):
        so_far |= set(week)
        new |= set(week)
        if len(new) >= 5:
            groups.append(sorted(so_far))
            new = set()
    return groups


@pytest.mark.parametrize(("people", "seed"), [(10, 1), (30, 2), (60, 3), (100, 4)])
def test_all_releases_explain_a_quarter_of_an_opinion_and_less_than_a_third_with_colluders(
    people, seed
) -> None:
    groups = memberships(lived(people, WEEKS, seed, lambda _: 4).groups)
    assert groups
    assert explained(groups, NOISE) <= Parameters().explained
    assert explained(groups, NOISE, worst_colluders(groups, NOISE)) <= WITH_COLLUDERS


@pytest.mark.parametrize(("people", "seed"), [(30, 2), (60, 3), (240, 4)])
def test_several_questions_about_one_attitude_together_explain_no_more(people, seed) -> None:
    """The attacker takes all questions about an attitude for the same opinion."""
    groups = lived(people, WEEKS, seed, lambda _: 4, pulse_weeks=4).groups
    assert len({group.asked for group in groups}) >= 5
    for attitude in Attitude:
        its = memberships(groups, attitude)
        assert its
        assert explained(its, NOISE) <= Parameters().explained
        if people < 100:
            assert explained(its, NOISE, worst_colluders(its, NOISE)) <= WITH_COLLUDERS


@pytest.mark.parametrize(("people", "seed", "pulse_weeks"), [(40, 2, None), (60, 3, None), (240, 4, 4)])
def test_own_questions_explain_no_more_whatever_they_are_about(people, seed, pulse_weeks) -> None:
    """The attacker takes all of them for questions about the same opinion, too."""
    groups = lived(people, WEEKS, seed, lambda _: 4, pulse_weeks=pulse_weeks, own_questions=True).groups
    assert len({group.asked for group in groups if group.asked.own}) >= 3
    for attitude in Attitude:
        its = memberships(groups, attitude)
        assert explained(its, NOISE) <= Parameters().explained
        if people < 100:
            assert explained(its, NOISE, worst_colluders(its, NOISE)) <= WITH_COLLUDERS


@pytest.mark.parametrize("matter", Matter)
@pytest.mark.parametrize(("people", "seed"), [(20, 1), (60, 3), (240, 4)])
def test_response_rates_and_the_ledger_explain_no_more(matter, people, seed) -> None:
    """The attacker takes for granted that somebody always answers, or always changes the same kind."""
    groups = counted(lived(people, WEEKS, seed, lambda _: 4), matter)
    if matter is Matter.RESPONSE or people > 20:
        assert len(groups) >= 3
    if groups:
        assert explained(groups, NOISE) <= Parameters().explained
        if people < 100:
            assert explained(groups, NOISE, worst_colluders(groups, NOISE)) <= WITH_COLLUDERS


def somebody_joins_late(parameters: Parameters) -> Releases:
    """Return a programme with weekly closings whose people do the same each week; one joins after 13."""
    releases = Releases(people=500)
    releases.schedule = releases.schedule.changed(parameters=parameters)
    executives = [person(number, role=Role.MENTEE) for number in range(60)]
    for week in range(WEEKS):
        for each in executives[week < WEEKS // 2 :]:
            releases.count(each, answered=True)
            releases.record(each, ChangeKind.TOOLS)
        releases.to_closing()
    return releases


@pytest.mark.parametrize("matter", Matter)
def test_rates_without_an_audit_give_away_who_is_the_difference_of_two_groups(matter) -> None:
    audited, not_audited = map(somebody_joins_late, (Parameters(), Parameters(explained=1.0)))
    assert explained(counted(audited, matter), NOISE) <= Parameters().explained
    assert explained(counted(not_audited, matter), NOISE) > 2 * Parameters().explained
    assert len(counted(audited, matter)) > WEEKS // 2


def test_a_bound_for_each_question_alone_gives_more_away() -> None:
    groups = [
        group.people
        for group in lived(30, WEEKS, 2, lambda _: 4).groups
        if group.asked == CHECK_IN_USEFULNESS
    ]
    assert explained(groups, NOISE) <= Parameters().explained
    assert explained(groups * 3, NOISE) > WITH_COLLUDERS


@pytest.mark.parametrize("rule", [on_demand, five_new_people])
def test_simpler_rules_give_opinions_away(rule) -> None:
    groups = rule(60, 3)
    assert explained(groups, EXACT) > 0.9
    if rule is on_demand:  # the last figure less the one before is one person
        assert explained(groups[-2:], EXACT) > 0.9


def guess(groups: Sequence[Sequence[str]], sums: NDArray[np.float64], noise: float) -> dict[str, float]:
    """Return the attacker's best linear guess of each person's opinion, from the sums of all groups."""
    people = sorted({who for group in groups for who in group})
    members = np.array([[who in group for who in people] for group in groups], dtype=float)
    weights = members.T @ np.linalg.inv(members @ members.T + noise * np.eye(len(groups)))
    sizes = members.sum(axis=1)
    surprises = sums - sums.sum() / sizes.sum() * sizes
    return dict(zip(people, weights @ surprises, strict=True))


def test_guesses_from_the_released_histograms_are_poor_and_from_exact_sums_good() -> None:
    """The bound is checked on figures as they are: opinions are guessed, then compared with the truth."""
    pairs: dict[str, list[tuple[float, float]]] = {"released": [], "exact": []}
    for seed in range(6):
        opinions: dict[str, int] = {}
        chance = Random(seed)

        def opinion(who, opinions=opinions, chance=chance) -> int:
            return opinions.setdefault(who.employee_id, chance.choice((1, 5)))

        releases = lived(60, WEEKS, seed, opinion)
        groups, sums = memberships(releases.groups), upper_levels(releases)
        for who, value in guess(groups, sums, 4 * NOISE).items():
            pairs["released"].append((value, opinions[who]))
        exact = on_demand(60, seed)
        truth = {f"p{n}": chance.choice((1, 5)) for n in range(60)}
        exact_sums = np.array([sum(truth[who] == 5 for who in group) for group in exact], dtype=float)
        for who, value in guess(exact, exact_sums, EXACT).items():
            pairs["exact"].append((value, truth[who]))
    r_squared = {name: np.corrcoef(np.array(both).T)[0, 1] ** 2 for name, both in pairs.items()}
    assert r_squared["released"] < Parameters().explained
    assert r_squared["exact"] > WITH_COLLUDERS


def upper_levels(releases: Releases) -> NDArray[np.float64]:
    """Return how many of each group are content, as far as the blurred histogram says."""
    return np.array([sum(group.histogram[2:]) for group in releases.groups], dtype=float)


def test_no_two_groups_of_a_closing_share_anybody() -> None:
    releases = lived(100, WEEKS, 8, lambda _: 4)
    for one, other in combinations(releases.groups, 2):
        if one.closed_at == other.closed_at:
            assert not set(one.people) & set(other.people)
