"""Rounds for a few people: matched with anybody free, while all others stay as they are."""

from datetime import timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.rounds.inputs_digest import digest
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.solving.round_result import compute_round
from tests.unit.matching.matching_people import PATIENT, READY_AT, TERMS, mentee, mentor, terms, topics

MENTORS = tuple(f"mentor-{n}" for n in range(4))
MENTEES = tuple(f"mentee-{n}" for n in range(4))


def people(met=frozenset()):
    """Four of each role; `met` are pairs that may not be made."""
    mentors = [
        mentor(str(n), do_not_match=tuple(sorted(b for a, b in met if a == MENTORS[n]))) for n in range(4)
    ]
    return [*mentors, *(mentee(str(n), topics=topics(ai=1 + n % 3)) for n in range(4))]


def result(everybody, named, **decisions):
    return compute_round(Pool.of(everybody, "seed", named=named), terms(**decisions))


def pairs_of(outcome):
    return {(match.mentor.id, match.mentee.id) for match in outcome.matches}


def test_a_pair_that_has_just_lapsed_is_left_alone_by_a_small_round_not_by_a_large_one():
    lapsed = mentor("0").let_lapse("mentee-0", TERMS.day)
    assert pairs_of(result([lapsed, mentee("0")], {"mentee-0"})) == set()
    assert len(pairs_of(result([lapsed, mentor("1"), mentee("0")], {"mentee-0"}))) == 1
    assert pairs_of(result([lapsed, mentee("0")], None)) == {("mentor-0", "mentee-0")}


@PATIENT
@given(
    st.sets(st.sampled_from([*MENTORS, *MENTEES]), min_size=1),
    st.sets(st.tuples(st.sampled_from(MENTORS), st.sampled_from(MENTEES))),
)
def test_as_many_as_can_be_are_paired_and_each_pair_has_one_of_those_named(named, met):
    outcome = result(people(met), named)
    allowed = [
        (one, other)
        for one in MENTORS
        for other in MENTEES
        if (one, other) not in met and ({one, other} & named)
    ]
    assert pairs_of(outcome) <= set(allowed)
    assert len(outcome.matches) == most(allowed)
    left = named - {id_ for pair in pairs_of(outcome) for id_ in pair}
    assert {each.participant_id for each in outcome.unmatched} == left
    assert outcome.certificate.gap == 0


def most(allowed):
    """The size of the largest set of these pairs in which nobody occurs twice."""
    for size in range(4, 0, -1):
        for chosen in combinations(allowed, size):
            if len({id_ for pair in chosen for id_ in pair}) == 2 * size:
                return size
    return 0


def test_only_the_other_side_comes_into_the_pool():
    pool = Pool.of(people(), "seed", named=["mentee-1"])
    assert ([p.id for p in pool.mentees], len(pool.mentors), pool.most_pairs(TERMS)) == (["mentee-1"], 4, 1)
    both = Pool.of(people(), "seed", named=["mentee-1", "mentor-2"])
    assert (len(both.mentees), len(both.mentors), both.most_pairs(TERMS)) == (4, 4, 2)


def test_somebody_named_without_a_free_place_takes_no_part():
    everybody = [mentee("1").proposed("p", "mentor-9"), mentor("1")]
    pool = Pool.of(everybody, "seed", named=["mentee-1"])
    assert (pool.mentees, pool.mentors) == ((), ())
    assert compute_round(pool, TERMS).matches == ()


def test_who_is_silent_when_asked_is_there_for_rounds_for_everybody_and_for_own_ones():
    silent = mentor("0").kept_silent().kept_silent()
    everybody = [silent, mentee("0")]
    assert pairs_of(result(everybody, {"mentee-0"})) == set()
    assert pairs_of(result(everybody, None)) == pairs_of(result(everybody, {"mentor-0"})) != set()
    assert pairs_of(result([silent.answered(), mentee("0")], {"mentee-0"})) != set()


def test_small_rounds_count_on_those_who_were_free_before_they_began():
    everybody = [mentor("0").freed(READY_AT), mentor("1"), mentee("0")]
    pools = [
        Pool.of(everybody, "seed", named=["mentee-0"], free_before=at)
        for at in (None, READY_AT, READY_AT + timedelta(minutes=1))
    ]
    assert [len(pool.mentors) for pool in pools] == [2, 1, 2]
    own = Pool.of(everybody, "seed", named=["mentor-0", "mentee-0"], free_before=READY_AT)
    assert len(own.mentors) == 2


def test_a_pair_that_must_be_made_waits_for_a_round_that_is_for_one_of_them():
    must = ({"mentor_id": "mentor-0", "mentee_id": "mentee-0"},)
    others = result(people(), {"mentor-1", "mentee-1"}, must_pair=must)
    assert ("mentor-0", "mentee-0") not in pairs_of(others)
    assert pairs_of(result(people(), {"mentor-0"}, must_pair=must)) == {("mentor-0", "mentee-0")}


def test_whom_it_is_for_is_part_of_what_a_round_was_computed_from():
    pools = [Pool.of(people(), "seed", named=named) for named in (None, {"mentor-1"}, {"mentor-2"})]
    everybody = Pool.of(people(), "seed", named=[*MENTORS, *MENTEES])
    assert len({digest(pool, TERMS) for pool in (*pools, everybody)}) == 4
