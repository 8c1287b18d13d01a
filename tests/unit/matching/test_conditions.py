import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.eligibility.compiled_rules import compile_rules
from services.matching.domain.eligibility.counting import count_eligible
from services.matching.domain.features import FEATURES
from services.matching.domain.policy import Condition
from services.matching.domain.rounds.pool import Pool
from services.matching.domain.scoring.single_pair import binding_rule
from shared.kernel import RuleBroken
from tests.unit.matching.matching_people import PATIENT, hours, languages, mentee, mentor, terms


def own(allow):
    condition = Condition.model_validate({"name": "own", "breach": "is not wanted", "allow": allow})
    return terms(conditions=(condition,))


@pytest.mark.parametrize(
    ("test", "mentors", "mentees", "allowed"),
    [
        ({"of": "mentor", "is": "one-of", "values": ["emea"], "feature": "region"}, {}, {}, True),
        ({"of": "mentee", "is": "one-of", "values": ["apac"], "feature": "region"}, {}, {}, False),
        ({"of": "mentor", "is": "at-least", "values": [2], "feature": "grade"}, {}, {}, True),
        ({"of": "mentor", "is": "at-most", "values": [1], "feature": "grade"}, {}, {}, False),
        ({"of": "mentor", "is": "one-of", "values": [1, 2], "feature": "grade"}, {}, {}, True),
        (
            {"of": "mentee", "is": "one-of", "values": [""], "feature": "manager"},
            {"line": ()},
            {},
            False,
        ),
        (
            {"of": "mentee", "is": "one-of", "values": ["de"], "level": 4, "feature": "languages"},
            {},
            {"languages": languages(en=5, de=3)},
            False,
        ),
        ({"feature": "region", "compare": "same"}, {}, {}, True),
        ({"feature": "manager", "compare": "same"}, {}, {}, False),  # unknown passes no test
        ({"feature": "tenure", "compare": "within", "by": 3}, {"tenure_years": 5}, {"tenure_years": 8}, True),
        (
            {"feature": "tenure", "compare": "within", "by": 2},
            {"tenure_years": 5},
            {"tenure_years": 8},
            False,
        ),
        ({"feature": "tenure", "compare": "above", "by": 2}, {"tenure_years": 8}, {"tenure_years": 6}, True),
        ({"feature": "tenure", "compare": "below", "by": 2}, {"tenure_years": 8}, {"tenure_years": 6}, False),
        ({"feature": "languages", "compare": "shared", "by": 4}, {}, {}, True),
        ({"feature": "languages", "compare": "shared", "by": 5}, {}, {}, False),
        ({"not": {"feature": "region", "compare": "same"}}, {}, {}, False),
    ],
)
def test_every_test(test, mentors, mentees, allowed):
    condition = binding_rule(mentor(**mentors), mentee(**mentees), own(test))
    assert condition == (None if allowed else "own")


LEAVES = st.sampled_from(
    [
        {"feature": "region", "compare": "same"},
        {"feature": "tenure", "compare": "above", "by": 2},
        {"feature": "department", "of": "mentor", "is": "one-of", "values": ["legal"]},
        {"feature": "tenure", "of": "mentee", "is": "at-least", "values": [5]},
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda part: (
        st.fixed_dictionaries({"all": st.lists(part, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"any": st.lists(part, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"not": part})
    ),
    max_leaves=8,
)
FACTS = st.lists(
    st.fixed_dictionaries(
        {
            "region": st.sampled_from(["emea", "apac"]),
            "department": st.sampled_from(["legal", "it"]),
            "tenure_years": st.integers(0, 9),
        }
    ),
    min_size=1,
    max_size=4,
)


def plainly(tree, one, other):
    """The tree, evaluated for one pair as one would read it."""
    if "all" in tree:
        return all(plainly(part, one, other) for part in tree["all"])
    if "any" in tree:
        return any(plainly(part, one, other) for part in tree["any"])
    if "not" in tree:
        return not plainly(tree["not"], one, other)
    value = FEATURES[tree["feature"]].value
    mentors, mentees = value(one.profile), value(other.profile)
    if tree.get("compare") == "same":
        return mentors == mentees
    if tree.get("compare") == "above":
        return mentors - mentees >= tree["by"]
    own_value = mentors if tree["of"] == "mentor" else mentees
    return own_value in tree["values"] if tree["is"] == "one-of" else own_value >= tree["values"][0]


@PATIENT
@given(TREES, FACTS, FACTS)
def test_a_tree_allows_what_it_says(tree, mentors, mentees):
    pool = Pool(
        tuple(mentor(str(n), working_hours=hours(), **facts) for n, facts in enumerate(mentors)),
        tuple(mentee(str(n), **facts) for n, facts in enumerate(mentees)),
    )
    eligible = count_eligible(compile_rules(pool, own(tree)), len(mentees), len(mentors))
    allowed = [[plainly(tree, one, other) for one in pool.mentors] for other in pool.mentees]
    assert eligible.mentees.tolist() == [sum(row) for row in allowed]
    assert eligible.mentors.tolist() == [sum(column) for column in zip(*allowed, strict=True)]


def test_a_comparison_of_too_many_values_says_how_many_it_takes():
    mentors = [mentor(str(n), team=str(n), department="it") for n in range(2300)]
    mentees = [mentee(str(n), team=str(n), department="hr") for n in range(2300)]
    same = own({"feature": "team", "compare": "same"})
    with pytest.raises(RuleBroken, match=r"team has 4600 different values; .* by 4472 at most"):
        compile_rules(Pool(tuple(mentors), tuple(mentees)), same)
