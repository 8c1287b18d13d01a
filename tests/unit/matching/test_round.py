import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching_people import TERMS, hours, languages, mentee, mentor, topics

from services.matching.domain.criteria import CRITERIA
from services.matching.domain.draft import check_size, draft_round
from services.matching.domain.person import PersonState
from services.matching.domain.pool import Pool
from services.matching.domain.rules import RULES
from shared.kernel import RuleBroken

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


def populate(mentors, mentees):
    return [
        *(mentor(str(n), **facts) for n, facts in enumerate(mentors)),
        *(mentee(str(n), **facts) for n, facts in enumerate(mentees)),
    ]


def compute(people):
    return draft_round(Pool.of(people, TERMS.seed), TERMS)


def chosen(draft):
    return [(match.mentor.id, match.mentee.id) for match in draft.matches]


@given(FACT_SETS, FACT_SETS, st.randoms(use_true_random=False))
def test_the_order_people_come_in_changes_nothing(mentors, mentees, rng):
    people = populate(mentors, mentees)
    shuffled = rng.sample(people, len(people))
    assert compute(people) == compute(shuffled)


@given(FACT_SETS, FACT_SETS)
def test_a_round_keeps_every_rule_and_accounts_for_everybody(mentors, mentees):
    people = populate(mentors, mentees)
    draft = compute(people)
    for match in draft.matches:
        assert all(rule.allowed([match.mentor], [match.mentee], TERMS)[0, 0] for rule in RULES)
        assert match.score == sum(part.points for part in match.explanation)
        assert [part.criterion for part in match.explanation] == [c.name for c in CRITERIA]
        for part, criterion in zip(match.explanation, CRITERIA, strict=True):
            alone = criterion.degree([match.mentor], [match.mentee], TERMS)
            assert part.points == int(criterion.points(alone)[0, 0])
    matched = {id_ for pair in chosen(draft) for id_ in pair}
    unmatched = {each.participant_id for each in draft.unmatched}
    assert matched | unmatched == {p.id for p in people if p.free_places}
    assert not matched & unmatched


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


def reasons(people):
    return {each.participant_id: each.reason for each in compute(people).unmatched}


def test_nobody_on_the_other_side():
    assert reasons([mentor()]) == {"mentor-1": "no-mentee: no mentee is ready with a free place"}


def test_the_rule_that_excludes_most_is_the_reason():
    people = [
        mentor("1", grade=8),
        mentor("2", grade=8),
        mentor("3", languages=languages(fr=5)),
        mentee(),
    ]
    assert reasons(people)["mentee-1"] == (
        "grade-gap: too small a distance in grade, or the wrong way round excludes 2 of 3 mentors"
    )
    assert reasons(people)["mentor-3"].startswith("language: ")


def test_somebody_who_would_fit_lost_against_others():
    left = reasons([mentor("1"), mentor("2"), mentee()])
    (reason,) = left.values()
    assert reason == "no-free-mentee: of 1 mentees 1 would fit, but all got somebody else"


def test_the_seed_decides_between_equals():
    people = [*(mentor(str(n)) for n in range(4)), mentee()]
    winners = {chosen(draft_round(Pool.of(people, seed), TERMS))[0][0] for seed in map(str, range(40))}
    assert winners == {"mentor-0", "mentor-1", "mentor-2", "mentor-3"}


@pytest.mark.parametrize(("mentors", "mentees"), [(4000, 4001), (40_000, 1)])
def test_more_people_than_a_round_takes_are_refused(mentors, mentees):
    with pytest.raises(RuleBroken, match="too many"):
        check_size(mentors, mentees)


def test_two_thousand_a_side_are_no_trouble():
    rng = random.Random(7)
    styles = [hours(), hours("Asia/Kolkata"), hours("America/New_York")]
    people = [
        make(
            str(n),
            working_hours=rng.choice(styles),
            topics=topics(**{rng.choice("abcdef"): rng.randint(1, 3)}),
        )
        for n in range(2000)
        for make in (mentor, mentee)
    ]
    draft = compute(people)
    assert len(draft.matches) == 2000
