"""A rule or a feature is one small file: it is in_folder, counts in rounds and can be used by policies."""

import pytest

from services.matching.domain import features
from services.matching.domain.eligibility import compiled_rules, rules
from services.matching.domain.policy import Criterion, Decisions, RuleSetting
from services.matching.domain.scoring import policy_validation, single_pair
from services.matching.domain.scoring.policy_validation import check_decisions
from services.matching.domain.scoring.single_pair import binding_rule, score_pair
from tests.unit.matching.matching_people import TERMS, mentee, mentor, terms

RULE = """
from services.matching.domain.eligibility.rules.rule import Rule, Setting

def allowed(mentees, mentors, least, _):
    import numpy as np
    return np.array(mentors)[None, :] - np.array(mentees)[:, None] >= least

RULE = Rule(
    name="tenure-gap", rank=80,
    key=lambda person, _: person.profile.tenure_years, allowed=allowed,
    setting=Setting(low=0, high=20, of=lambda _: 0, step=-1),
)
"""
FEATURE = """
from services.matching.domain.features.feature import Feature, Kind

FEATURES = (Feature("places", Kind.NUMBER, lambda p: p.capacity, span=9),)
"""


@pytest.fixture
def extended(tmp_path, monkeypatch):
    """The registries with one file more in each folder."""
    for package, name, text in ((rules, "tenure_gap", RULE), (features, "places", FEATURE)):
        folder = tmp_path / package.__name__.rpartition(".")[2]
        folder.mkdir()
        (folder / f"{name}.py").write_text(text)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    in_folder = rules._published()
    for module in (compiled_rules, single_pair, policy_validation):
        monkeypatch.setattr(module, "RULES", in_folder)
    published = features._published()
    monkeypatch.setattr(features, "FEATURES", published)


@pytest.mark.usefixtures("extended")
def test_a_new_file_with_a_rule_is_a_rule():
    pair_ = mentor(tenure_years=1), mentee(tenure_years=3)
    assert binding_rule(*pair_, TERMS) == "tenure-gap"
    assert binding_rule(mentor(tenure_years=3), mentee(tenure_years=3), TERMS) is None
    stricter = terms(rules=(RuleSetting(rule="tenure-gap", value=2),))
    assert binding_rule(mentor(tenure_years=3), mentee(tenure_years=3), stricter) == "tenure-gap"
    assert binding_rule(*pair_, terms(rules=(RuleSetting(rule="tenure-gap", on=False),))) is None


@pytest.mark.usefixtures("extended")
def test_a_new_file_with_a_feature_can_be_scored():
    criteria = (Criterion(name="places", measure="similar", features=("places",), weight=900),)
    check_decisions(Decisions(criteria=criteria))
    under = terms(criteria=criteria)
    points, (part,) = score_pair(mentor(capacity=1), mentee(capacity=1), under)
    assert (points, part.reason.code, part.reason.features) == (900, "similar", ("places",))
    assert score_pair(mentor(capacity=1), mentee(capacity=10), under)[0] == 0
