"""Agendas and resources are complete and alike in all languages."""

import pytest

from shared import topics
from shared.library import Stage, agendas, resources, stage_of
from shared.locale import OWN_NAMES

OTHERS = sorted(OWN_NAMES.keys() - {"en"})


@pytest.mark.parametrize("language", OWN_NAMES)
def test_every_stage_has_an_agenda_and_every_group_of_topics_a_resource(language):
    assert list(agendas(language)) == list(Stage)
    assert resources(language).keys() == topics.groups().keys()
    for agenda in agendas(language).values():
        assert sum(part.share for part in agenda.parts) == 100


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_same_parts(language):
    for stage, agenda in agendas("en").items():
        other = agendas(language)[stage]
        assert [part.share for part in other.parts] == [part.share for part in agenda.parts], stage
        assert len(other.prompts) == len(agenda.prompts), stage
        assert other.title != agenda.title
    for group, resource in resources("en").items():
        assert shape_of(resources(language)[group].text) == shape_of(resource.text), group


def shape_of(text: str) -> list[str]:
    """The lines of a text, each by how it begins."""
    return [mark for line in text.splitlines() if (mark := line[:2]) in {"##", "1.", "2.", "3.", "- "}]


@pytest.mark.parametrize("minutes", [30, 45, 60, 90])
def test_the_minutes_of_the_parts_add_up(minutes):
    for agenda in agendas("en").values():
        shares = agenda.minutes_of(minutes)
        assert (sum(shares), min(shares) > 0) == (minutes, True)


@pytest.mark.parametrize(
    ("number", "last", "stage"),
    [
        (1, 6, Stage.FIRST),
        (1, 1, Stage.FIRST),
        (2, 6, Stage.EARLY),
        (3, 6, Stage.EARLY),
        (4, 6, Stage.MIDDLE),
        (5, 6, Stage.MIDDLE),
        (6, 6, Stage.LAST),
        (2, 2, Stage.LAST),
        (2, None, Stage.EARLY),
        (5, None, Stage.MIDDLE),
    ],
)
def test_the_stage_of_a_session_follows_from_its_number(number, last, stage):
    assert stage_of(number, last) is stage
