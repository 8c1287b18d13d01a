"""Published facts carry codes, not sentences; every code of matching has a wording in the console."""

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel

from services.console import wording
from services.console.clients.matching.rounds import MissedReason, RelaxationStep
from services.console.locale import CATALOGUE
from services.console.wording import names
from services.matching.domain.eligibility.compiled_rules import LAPSED, MUST_NOT, OTHERS_ROUND
from services.matching.domain.eligibility.rules import RULES
from services.matching.domain.features import FEATURES, Kind
from services.matching.domain.features.learning_needs import LEARNING_STYLES, MENTOR_KINDS
from services.matching.domain.rounds.results.impact import GROUPINGS
from services.matching.domain.rounds.results.must_pair_missed import MissedCode
from services.matching.domain.rounds.results.unmatched import StepKind
from services.matching.domain.solving.relaxations import FLOOR
from shared.contracts import contracts
from shared.contracts.matching import (
    FailureCode,
    FailureReason,
    FitCode,
    FitDegree,
    FitReason,
    RoundOutcome,
    UnmatchedCode,
    UnmatchedReason,
)
from shared.contracts.vocabulary import Code, Role, _Open
from shared.locale import LANGUAGES, SOURCE_LANGUAGE
from shared.schema.personal import models_in

LABELS = {
    ("MatchingProfile", "department"): "named by the organisation, as HR delivers it; has no code",
    ("MatchingProfile", "team"): "named by the organisation, as HR delivers it; has no code",
    ("MatchingProfile", "pay_panel"): "named by HR, and never shown",
}
"""Texts of events that may hold sentences; somebody in the organisation typed them."""

ENGLISH = CATALOGUE.voice(SOURCE_LANGUAGE)


def holds_sentences(hint: Any, *, open_enum: bool = False) -> bool:
    """Whether a text of the type may be a sentence: no pattern forbids it, and it is no enumeration."""
    if hasattr(hint, "__metadata__"):
        base, *marks = get_args(hint)
        constraints = [mark for each in marks for mark in (each, *getattr(each, "metadata", ()))]
        if any(getattr(constraint, "pattern", None) for constraint in constraints):
            return False
        return holds_sentences(base, open_enum=open_enum or any(isinstance(mark, _Open) for mark in marks))
    if hint is str:
        return not open_enum
    return any(holds_sentences(part, open_enum=open_enum) for part in get_args(hint))


def sentences_of(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    hints = get_type_hints(model, include_extras=True)
    yield from ((model.__name__, name) for name in model.model_fields if holds_sentences(hints[name]))


def test_no_event_carries_a_sentence_unless_the_organisation_typed_it():
    models = {model for contract in contracts() for model in models_in(contract.data)}
    places = {place for model in models for place in sentences_of(model)}
    assert places == LABELS.keys()


def test_the_search_finds_sentences_and_leaves_codes():
    class Note(BaseModel):
        about: str
        also: tuple[str | None, ...] = ()
        why: UnmatchedReason | None = None
        code: Code = "a"

    assert [name for _, name in sentences_of(Note)] == ["about", "also"]


def is_worded(text: str, code: str) -> bool:
    return bool(text) and text != names.plain_code(code) and "{" not in text


@pytest.mark.parametrize("reader", [None, *Role])
@pytest.mark.parametrize("degree", FitDegree)
@pytest.mark.parametrize("code", FitCode)
def test_every_reason_of_a_fit_has_a_wording(code, degree, reader):
    features = ("department",) if code in {FitCode.SAME_VALUE, FitCode.OTHER_VALUE} else ("topics", "pace")
    for count in (0, 1, 9):
        reason = FitReason(
            code=code,
            features=features,
            degree=degree,
            values=("ai",) * min(count, 8),
            count=count,
            of=9,
            minutes=90,
            mentor_kind="coach",
            learning_style="tell-me",
        )
        assert is_worded(wording.fit_reason(ENGLISH, reason, reader), code)


@pytest.mark.parametrize("code", [FitCode.SAME_VALUE, FitCode.OTHER_VALUE])
def test_every_category_has_a_wording(code):
    categories = [name for name, feature in FEATURES.items() if feature.kind is Kind.CATEGORY]
    for name in categories:
        assert is_worded(
            wording.fit_reason(ENGLISH, FitReason(code=code, features=(name,))), f"{code} {name}"
        )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("code", UnmatchedCode)
def test_every_reason_for_having_no_partner_has_a_wording(code, role):
    reason = UnmatchedReason(code=code, rule="language", excluded=3, eligible=2, others=4)
    assert is_worded(wording.unmatched_reason(ENGLISH, role, reason), code)


def test_every_feature_rule_and_kind_of_person_has_a_name():
    assert names.FEATURES.keys() == FEATURES.keys()
    assert names.GROUPINGS.keys() == GROUPINGS.keys()
    assert names.RULES.keys() == {*RULES, MUST_NOT, OTHERS_ROUND, LAPSED, FLOOR}
    assert names.MENTOR_KINDS.keys() == set(MENTOR_KINDS)
    assert names.LEARNING_STYLES.keys() == set(LEARNING_STYLES)


@pytest.mark.parametrize("code", FailureCode)
def test_every_failure_of_a_round_has_a_wording(code):
    assert is_worded(wording.failure_reason(ENGLISH, FailureReason(code=code, subject="department")), code)


@pytest.mark.parametrize("code", RoundOutcome)
def test_every_outcome_of_a_round_has_a_wording(code):
    assert is_worded(wording.outcome_name(ENGLISH, code), code)


@pytest.mark.parametrize("kind", StepKind)
def test_every_relaxation_has_a_wording(kind):
    rules = [name for name, rule in RULES.items() if rule.setting] if kind is StepKind.LOOSER else ["floor"]
    for rule in rules:
        step = RelaxationStep(rule=rule, kind=kind, value=2, instead_of=3)
        assert is_worded(wording.relaxation_step(ENGLISH, step), rule)


@pytest.mark.parametrize("code", MissedCode)
def test_every_reason_for_a_missed_pair_has_a_wording(code):
    rule = "language" if code is MissedCode.RULE else None
    roles = [*Role, None] if code is MissedCode.NO_FREE_PLACE else [*Role]
    for role in roles:
        assert is_worded(wording.missed_reason(ENGLISH, MissedReason(code=code, role=role, rule=rule)), code)


def test_a_code_of_a_later_release_is_shown_as_it_is():
    assert wording.fit_reason(ENGLISH, FitReason(code="same-hobby", features=())) == "same hobby"
    later = UnmatchedReason(code="lost-in-time")
    assert wording.unmatched_reason(ENGLISH, Role.MENTOR, later) == "lost in time"
    assert wording.failure_reason(ENGLISH, FailureReason(code="lost-in-time")) == "lost in time"


LANGUAGES_SHARED = {
    "en": "Common languages: German",
    "de": "Gemeinsame Sprachen: Deutsch",
    "fr": "Langues communes : allemand",
    "es": "Idiomas en común: alemán",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_worded_in_every_language(language):
    reason = FitReason(code=FitCode.SHARED_VALUES, features=("languages",), values=("de",), count=1, of=2)
    assert wording.fit_reason(CATALOGUE.voice(language), reason) == LANGUAGES_SHARED[language]
