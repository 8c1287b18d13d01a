"""Own words: versions that never change, checked, and known to others by their number alone."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from services.enrollment.api.own_words import NewWords
from services.enrollment.commands.own_words import publish_words
from services.enrollment.commands.programmes import define, enter_state
from services.enrollment.domain.own_words import OwnWords
from services.enrollment.domain.programme_state import ProgrammeState
from services.enrollment.queries.own_words import get_words
from services.enrollment.reactions import reactions
from shared.contracts.enrollment import ProgrammeChanged, Words, words_in
from shared.kernel import MOST_VERSIONS, Conflict, NotFound, RuleBroken
from shared.testing.scenario import Scenario
from tests.unit.enrollment.test_programme import ID, PLAN

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
ROLES = {"mentor": "guide", "mentors": "guides", "mentee": "executive", "mentees": "executives"}
ENGLISH = Words.model_validate({"roles": ROLES, "programme": "initiative", "name": "Tandem"})
GERMAN = Words(programme="Initiative")
NONE = OwnWords(id="words", tenant="acme", programme="rm")


def publish(known, texts, based_on=0):
    return known.publish(texts, based_on, "carla", NOW)


@pytest.fixture
async def enrollment():
    scenario = Scenario("enrollment", reactions, now=NOW)
    await scenario.command(define, ID, PLAN, 0, 10)
    scenario.published()
    return scenario


def test_a_version_is_added_and_the_same_words_change_nothing():
    first = publish(NONE, {"en": ENGLISH, "fr": Words()})
    assert (first.number, first.versions[0].texts) == (1, {"en": ENGLISH})
    assert publish(first, {"en": ENGLISH}, based_on=7) is first
    second = publish(first, {"de": GERMAN}, based_on=1)
    assert [each.texts for each in second.versions] == [{"en": ENGLISH}, {"de": GERMAN}]
    with pytest.raises(Conflict) as refused:
        publish(second, {"en": ENGLISH}, based_on=1)
    assert (refused.value.code, refused.value.field) == ("words-changed", "based_on")


def test_without_words_the_standard_ones_are_used_again():
    none = publish(publish(NONE, {"en": ENGLISH}), {}, based_on=1)
    assert (none.number, none.in_use) == (2, None)


def test_the_number_of_versions_is_bounded():
    words = NONE
    for number in range(MOST_VERSIONS):
        words = publish(words, {"en": Words(programme=f"word {number}")}, based_on=number)
    with pytest.raises(Conflict) as refused:
        publish(words, {"en": ENGLISH}, based_on=MOST_VERSIONS)
    assert refused.value.code == "too-many-versions"


@pytest.mark.parametrize("role", ["mentee", "mentees"])
def test_the_roles_have_different_names(role):
    alike = Words.model_validate({"roles": ROLES | {role: ROLES[role.replace("tee", "tor")].upper()}})
    with pytest.raises(RuleBroken) as refused:
        publish(NONE, {"de": alike})
    assert (refused.value.code, refused.value.field) == ("roles-alike", f"texts.de.roles.{role}")


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"en": {"programme": "<b>bold</b>"}}, ("texts", "en", "programme")),
        ({"en": {"programme": "{name}"}}, ("texts", "en", "programme")),
        ({"en": {"programme": "[a](b)"}}, ("texts", "en", "programme")),
        ({"en": {"programme": "two\nlines"}}, ("texts", "en", "programme")),
        ({"en": {"programme": "turn\u202eed"}}, ("texts", "en", "programme")),
        ({"en": {"programme": "  "}}, ("texts", "en", "programme")),
        ({"en": {"programme": "x" * 41}}, ("texts", "en", "programme")),
        ({"en": {"name": "x" * 201}}, ("texts", "en", "name")),
        ({"en": {"roles": {"mentor": "guide"}}}, ("texts", "en", "roles", "mentors")),
        ({"en": {"roles": ROLES | {"boss": "x"}}}, ("texts", "en", "roles", "boss")),
        ({"en": {"word": "x"}}, ("texts", "en", "word")),
        ({"pl": {}}, ("texts", "pl", "[key]")),
    ],
)
def test_words_are_short_and_without_markup_and_the_field_is_named(texts, field):
    with pytest.raises(ValidationError) as refused:
        NewWords.model_validate({"texts": texts, "based_on": 0})
    assert field in {error["loc"] for error in refused.value.errors()}


def test_readers_of_other_languages_read_english_else_the_first():
    assert words_in({"de": GERMAN, "en": ENGLISH}, "de") == GERMAN
    assert words_in({"de": GERMAN, "en": ENGLISH}, "fr") == ENGLISH
    assert words_in({"de": GERMAN}, "fr") == GERMAN
    assert words_in({}, "fr").is_standard


def test_another_programme_begins_with_the_words_but_not_with_the_name():
    version = publish(publish(NONE, {"en": GERMAN}), {"en": ENGLISH, "fr": Words(name="Nom")}, 1).in_use
    first = version.first_of_another()
    assert (first.number, first.texts) == (1, {"en": ENGLISH.model_copy(update={"name": None})})
    assert publish(NONE, {"fr": Words(name="Nom")}).in_use.first_of_another() is None


async def test_others_learn_which_version_is_used(enrollment):
    version = await enrollment.command(publish_words, ID, {"en": ENGLISH}, 0, "carla")
    (fact,) = enrollment.published()
    assert isinstance(fact, ProgrammeChanged)
    assert (version.number, fact.words) == (1, 1)
    assert "guide" not in fact.model_dump_json()
    await enrollment.command(publish_words, ID, {"en": ENGLISH}, 0, "carla")
    assert enrollment.published() == []
    await enrollment.command(publish_words, ID, {}, 1, "carla")
    (fact,) = enrollment.published()
    assert fact.words == 0
    kept = await enrollment.command(get_words, ID, 1, drafts=False)
    assert kept.texts == {"en": ENGLISH}
    with pytest.raises(NotFound):
        await enrollment.command(get_words, ID, 3, drafts=False)


async def test_the_words_of_a_programme_that_is_over_stay(enrollment):
    await enrollment.command(enter_state, ID, ProgrammeState.CANCELLED)
    with pytest.raises(Conflict) as refused:
        await enrollment.command(publish_words, ID, {"en": ENGLISH}, 0, "carla")
    assert refused.value.code == "programme-over"
