"""Own questions beside their figures: by version, in the reader's words, on the page and in the report."""

from services.console.clients.own_questions import SurveyQuestions
from services.console.documents.report_own import own_parts
from services.console.locale import CATALOGUE
from services.console.read_models.released import Released
from services.console.wording.own_figures import own_figure, own_rows
from shared.contracts.feedback import ReleasedOwn

VOICE = CATALOGUE.voice("en")
EASE = {"id": "ease", "kind": "scale", "texts": {"en": "How easy?", "de": "Wie leicht?"}, "low": 1, "high": 5}
PLACE = {
    "id": "place", "kind": "choice", "texts": {"en": "Where?"},
    "options": [
        {"id": "office", "texts": {"en": "In the office"}}, {"id": "online", "texts": {"en": "Online"}},
    ],
}  # fmt: skip
PART = {"questionnaire": "own-pulse", "role": "mentor", "dimension": "total", "category": "all", "votes": 12}
SHARES = ReleasedOwn(
    **PART, questionnaire_version=2, question="place", low=1,
    options=("office", "online"), shares=(60, 40), share_margin=35,
)  # fmt: skip
MEAN = ReleasedOwn(
    **PART, questionnaire_version=1, question="ease", low=1,
    shares=(0, 0, 20, 40, 40), share_margin=35, mean=4.2, mean_margin=0.8,
)  # fmt: skip


def version(number, *questions):
    return SurveyQuestions.model_validate(
        {"occasion": "pulse", "role": "mentor", "number": number, "questions": questions}
    )


VERSIONS = [version(1, EASE), version(2, PLACE), version(3, PLACE, EASE)]


def released(*own):
    return Released(id="p", tenant="acme", programme="p", own=own)


def test_what_is_asked_now_is_listed_and_earlier_versions_where_they_have_figures():
    rows = own_rows(VERSIONS, released(SHARES))
    assert [(row.version, row.question.id, row.figure is not None) for row in rows] == [
        (2, "place", True),
        (3, "place", False),
        (3, "ease", False),
    ]
    assert len(own_rows(VERSIONS, None)) == 2


def test_a_figure_is_worded_as_it_was_asked():
    mean, shares, nothing, _ = own_rows(VERSIONS, released(SHARES, MEAN))
    assert own_figure(VOICE, mean) == "4.2 ± 0.8 (from 1 to 5)"
    assert own_figure(VOICE, shares) == "In the office: 60 %; Online: 40 % (each ± 35 %)"
    assert own_figure(VOICE, nothing) == "no figure yet"


def test_the_report_has_them_with_their_margins():
    [part] = own_parts(VOICE, own_rows(VERSIONS, released(SHARES, MEAN)))
    assert [(each.code, each.value, each.margin, each.people) for each in part.figures] == [
        ("own-pulse-mentor-1-ease", 4.2, 0.8, 12),
        ("own-pulse-mentor-2-place-office", 60, 35, 12),
        ("own-pulse-mentor-2-place-online", 40, 35, 12),
    ]
    assert own_parts(VOICE, own_rows(VERSIONS, released())) == ()
