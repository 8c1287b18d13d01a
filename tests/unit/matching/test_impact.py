import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.rounds.pool import Pool
from services.matching.domain.rounds.results.impact import GROUPINGS, MOST_GROUPS, OTHERS, impact_of
from shared.contracts.measures import SMALLEST_CELL
from shared.contracts.vocabulary import Role
from tests.unit.matching.matching_people import mentee, mentor


def people(**sizes):
    """Mentees of regions, this many of each."""
    return [mentee(f"{region}-{n}", region=region) for region, size in sizes.items() for n in range(size)]


def pairs_of(matched, score=6000):
    """Pairs of the first mentees of each region, this many of each."""
    return [
        (f"mentor-{region}-{n}", f"mentee-{region}-{n}", score)
        for region, count in matched.items()
        for n in range(count)
    ]


def of(impact, feature="region", role=Role.MENTEE):
    computed = next(each for each in impact.features if (each.feature, each.role) == (feature, role))
    return computed, {group.group: group for group in computed.groups}


def compute(matched, named=None, **sizes):
    mentees = people(**sizes)
    pool = Pool((), tuple(mentees), named=named)
    return of(impact_of(pool, pairs_of(matched)))


def test_a_group_matched_less_often_is_shown_as_a_hint():
    computed, groups = compute({"emea": 20, "apac": 14}, emea=20, apac=20)
    assert computed.enough
    apac = groups["apac"]
    assert (apac.people, apac.matched, apac.rate, apac.ratio, apac.below_four_fifths) == (
        20,
        14,
        70.0,
        0.7,
        True,
    )
    assert (groups["emea"].ratio, groups["emea"].below_four_fifths) == (1.0, False)
    assert apac.mean_score == 6000


def test_exactly_four_fifths_is_not_below():
    for matched, size in ((8, 10), (28, 35)):
        _, groups = compute({"emea": size, "apac": matched}, emea=size, apac=size)
        assert (groups["apac"].ratio, groups["apac"].below_four_fifths) == (0.8, False)


def test_few_people_are_hidden_and_cannot_be_derived():
    computed, groups = compute({"emea": 10, "apac": 9, "amer": 2}, emea=20, apac=9, amer=2)
    assert (groups["amer"].hidden, groups["apac"].hidden, groups["emea"].hidden) == (True, True, False)
    assert groups["amer"].people is groups["amer"].matched is groups["amer"].rate is None
    assert not computed.enough  # a single group is nothing to compare


def test_a_mean_of_few_pairs_is_not_shown_nor_what_would_give_it_away():
    _, groups = compute({"emea": 20, "apac": 1, "amer": 20}, emea=20, apac=20, amer=21)
    assert groups["apac"].matched == 1
    assert groups["apac"].mean_score is None
    assert [groups[region].mean_score for region in ("amer", "emea")].count(None) == 1


def test_nobody_is_nothing_to_compare():
    impact = impact_of(Pool((), ()), [])
    assert len(impact.features) == len(GROUPINGS) * len(Role)
    assert not any(each.enough or each.groups for each in impact.features)
    computed, groups = compute({}, emea=9, apac=9)
    assert (computed.enough, groups["emea"].rate, groups["emea"].ratio) == (True, 0.0, None)


def test_people_who_were_there_for_others_do_not_count():
    _, groups = compute({"emea": 6}, named=frozenset(f"mentee-emea-{n}" for n in range(6)), emea=9, apac=9)
    assert list(groups) == ["emea"]
    assert groups["emea"].people == 6


@pytest.mark.parametrize(
    ("feature", "group"),
    [("grade-band", "7-9"), ("generation", "1970s"), ("department", "sales"), ("region", "emea")],
)
def test_groups_of_every_feature(feature, group):
    mentees = [mentee(str(n)) for n in range(5)]
    _, groups = of(impact_of(Pool((), tuple(mentees)), []), feature)
    assert list(groups) == [group]


def test_unknown_is_a_group_and_many_small_ones_are_one():
    mentors = [
        mentor(str(n), birth_decade=None, department=f"d{n // 6}") for n in range(6 * (MOST_GROUPS + 2))
    ]
    impact = impact_of(Pool(tuple(mentors), ()), [])
    assert list(of(impact, "generation", Role.MENTOR)[1]) == ["unknown"]
    _, departments = of(impact, "department", Role.MENTOR)
    assert len(departments) == MOST_GROUPS + 1
    assert departments[OTHERS].people == 12


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(1, 12), st.floats(0, 1)), max_size=6))
def test_what_is_hidden_is_together_never_few(drawn):
    sizes = {name: size for name, (size, _) in drawn.items()}
    matched = {name: int(size * part) for name, (size, part) in drawn.items()}
    _, groups = compute(matched, **sizes)
    hidden = [name for name, group in groups.items() if group.hidden]
    assert all(groups[name].hidden for name, size in sizes.items() if size < SMALLEST_CELL)
    assert not hidden or len(hidden) == len(sizes) or sum(sizes[name] for name in hidden) >= SMALLEST_CELL
    silent = [name for name in sizes if groups[name].mean_score is None and matched[name]]
    everybody = len(silent) == sum(map(bool, matched.values()))
    assert not silent or everybody or sum(matched[name] for name in silent) >= SMALLEST_CELL
