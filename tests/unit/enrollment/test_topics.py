"""Topics: one id for all the words that people have for a matter."""

from datetime import UTC, datetime

import pytest

from services.enrollment.domain.own_topics import OwnTopics, without_repetition
from services.enrollment.domain.topic_search import suggest
from shared import topics
from shared.contracts.vocabulary import TopicLevel
from shared.kernel import Conflict, RuleBroken
from simulation.company import TOPICS

NOW = datetime(2026, 1, 6, tzinfo=UTC)
NONE = OwnTopics(id="topics", tenant="acme")


def levels(**given: int) -> tuple[TopicLevel, ...]:
    return tuple(TopicLevel(topic=word.replace("_", "-"), level=level) for word, level in given.items())


def add(name: str, *synonyms: str, to: OwnTopics = NONE, group: str = "software") -> OwnTopics:
    return to.add(name, group, synonyms, added_by="coordinator", now=NOW)[0]


def test_no_word_means_two_topics():
    words = [word for topic in topics.topics().values() for word in topic.words]
    assert len(words) == len(set(words))


def test_every_topic_and_group_has_a_name_in_each_language():
    named = [*topics.topics().values(), *topics.groups().values()]
    assert all(set(one.names) == {"en", "de", "fr", "es"} and all(one.names.values()) for one in named)
    assert {topic.group for topic in topics.topics().values()} == set(topics.groups())


def test_the_simulated_people_know_topics_of_the_list():
    assert set(TOPICS) <= set(topics.topics())


@pytest.mark.parametrize(
    "text", ["ai-prompting", "Prompting", " PROMPT  engineering ", "Mit KI-Assistenten arbeiten"]
)
def test_words_for_one_topic_meet(text):
    assert topics.find(text) == "ai-prompting"


def test_skills_of_hr_count_once_at_their_highest_level():
    skills = without_repetition(levels(prompting=1, golf=2, ai_prompting=3))
    assert skills == levels(ai_prompting=3, golf=2)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("promting", "ai-prompting"),
        ("prompting for beginners", "ai-prompting"),
        ("Exel", "spreadsheets"),
        ("etwas mit Datenschutz", "online-privacy"),
        ("réseaux sociaux", "social-media"),
    ],
)
def test_free_text_leads_to_the_topic_that_is_meant(text, first):
    assert suggest(text, topics.topics().values())[0] == first


@pytest.mark.parametrize("text", ["", "   ", "zzz", "42", "?"])
def test_text_that_means_nothing_suggests_nothing(text):
    assert suggest(text, topics.topics().values()) == []


def test_an_own_topic_is_found_by_its_words_and_suggested():
    own = add("Our shop app", "Shop-App")
    assert own.find("shop app") == "our-shop-app"
    assert own.resolve(levels(shop_app=2)) == levels(our_shop_app=2)
    assert suggest("shopp app", own.known.values())[0] == "our-shop-app"


def test_a_name_without_latin_letters_gets_an_id_of_its_own():
    own = add("生成人工智能", to=add("数据"))
    assert len({topic.id for topic in own.added}) == 2
    assert own.find("数据") == own.added[0].id


@pytest.mark.parametrize(
    ("name", "synonyms", "field"),
    [("prompting", (), "name"), ("A new one", ("golf", "Excel"), "synonyms.1")],
)
def test_a_word_that_means_a_topic_already_is_refused(name, synonyms, field):
    with pytest.raises(Conflict) as refused:
        add(name, *synonyms)
    assert (refused.value.code, refused.value.field) == ("topic-known", field)


def test_an_own_topic_is_added_once():
    with pytest.raises(Conflict):
        add("golf!", to=add("Golf"))


@pytest.mark.parametrize(
    ("name", "group", "code"),
    [("?!", "software", "topic-without-letters"), ("Golf", "sports", "unknown-topic-group")],
)
def test_a_topic_needs_a_name_and_a_group(name, group, code):
    with pytest.raises(RuleBroken) as refused:
        add(name, group=group)
    assert refused.value.code == code


def test_an_unknown_topic_names_its_place():
    with pytest.raises(RuleBroken) as refused:
        NONE.resolve(levels(ai_prompting=1, golf=1))
    assert (refused.value.code, refused.value.field) == ("unknown-topic", "topics.1.topic")
