"""The report of a programme: the same figures in words, as PDF and as CSV."""

import csv
import io
import re
import zlib
from datetime import UTC, date, datetime

import pytest

from services.console.documents.report_contents import make_report
from services.console.documents.report_files import ReportDrawings, report_csv
from services.console.locale import CATALOGUE
from services.console.queries.programme_queries import ReportFacts
from services.console.read_models.effect import Effect
from services.console.read_models.entered import EnteredFigure
from services.console.read_models.people import Person, Programme
from services.console.read_models.released import Released
from services.console.read_models.tally import Tally
from shared.contracts.enrollment import Comparison, MeasuredOutcome, Objective, Outcome, Tendency
from shared.contracts.feedback import (
    ChangeShare,
    Dimension,
    Question,
    Questionnaire,
    ReleasedChanges,
    ReleasedFigure,
    ReleasedRecommendation,
    ResponseRate,
)
from shared.contracts.vocabulary import Role
from shared.locale import LANGUAGES

VOICE = CATALOGUE.voice("en")
OF = {"id": "p", "tenant": "acme", "programme": "p"}
COUNTS = {
    "step:mentor:enrolled": 30,
    "step:mentee:enrolled": 20,
    "step:mentor:ready": 25,
    "step:mentee:ready": 15,
    "step:mentor:paired": 12,
    "step:mentee:paired": 12,
    "match-days:3": 8,
    "match-days:9": 4,
    "sessions:held": 45,
    "sessions:missed": 3,
    "sessions:cancelled": 2,
    "certificates:issued": 24,
}
VOTES = {"dimension": Dimension.TOTAL, "category": "all"}
RELEASED = Released(
    **OF,
    closed_at=datetime(2026, 5, 4, tzinfo=UTC),
    next_at=datetime(2026, 6, 1, tzinfo=UTC),
    figures=(
        ReleasedFigure(
            question=Question.USEFULNESS,
            **VOTES,
            votes=24,
            mean=4.2,
            mean_margin=0.4,
            favourable=75,
            neutral=15,
            unfavourable=10,
            share_margin=12,
        ),
    ),
    recommendations=(
        ReleasedRecommendation(
            question=Question.RECOMMEND,
            **VOTES,
            votes=16,
            net=35,
            net_margin=20,
            promoters=50,
            passives=35,
            detractors=15,
        ),
    ),
    response=ResponseRate(people=30, answered=80, margin=15),
    changes=ReleasedChanges(people=9, margin=20, shares=(ChangeShare(kind="tools", share=40),)),
)
PROGRAMME = Programme(
    **OF,
    starts_on=date(2026, 1, 12),
    ends_on=date(2026, 7, 10),
    objectives=(
        Objective(name="take-part", measure="participation", baseline=0, target=50),
        Objective(name="content-people", measure="satisfaction", baseline=3, target=4.5),
    ),
)


def report(voice=VOICE, released=RELEASED, counts=COUNTS, *, final=False):
    tally = Tally(**OF, counts=counts).moved({}, released.facets() if released else {})
    return make_report(voice, "Reverse mentoring 2026", ReportFacts(PROGRAMME, tally, released, final))


def figures(made):
    return {figure.code: figure for part in made.parts for figure in part.figures}


def test_each_figure_of_answers_has_its_margin_and_each_measure_its_key_result():
    made = figures(report())
    assert (made["usefulness"].shown, made["usefulness"].people) == ("4.2 ± 0.4", 24)
    assert (made["net-promoter-score"].shown, made["response-rate"].shown) == ("+35 ± 20", "80 % ± 15")
    assert made["changed-tools"].margin == 20
    assert made["usefulness"].serves == ("Content people",)
    assert (made["participation"].shown, made["participation"].serves) == ("60 %", ("Take part",))
    assert (made["days-to-match"].value, made["certificates"].value) == (3, 24)
    assert made["sessions-held-share"].value == 90
    assert made["safe"].shown == "no figure yet"


def test_key_results_say_how_far_they_are_beyond_their_targets():
    taking_part, content = report().results
    assert (taking_part.shown, taking_part.distance, taking_part.beyond) == ("60", "10 beyond the target", 10)
    assert (content.actual, content.distance) == (4.2, "0.3 short of the target")


ENTERED = Objective(
    name="use-tools",
    measure="entered",
    baseline=20,
    target=60,
    serves="digital-skills",
    unit="percent",
    owner="people-team",
    due_on=date(2026, 7, 1),
)
NET = Objective(name="recommend-it", measure="recommendation", baseline=0, target=30)
LATER = Objective(name="of-a-later-release", measure="retention-rate", baseline=0, target=30)


def test_entered_figures_and_net_promoters_are_key_results_too():
    programme = PROGRAMME.noted(objectives=(ENTERED, NET, LATER))
    row = EnteredFigure(**OF | {"id": "use-tools"}, value=0, measured_on=date(2026, 3, 31))
    tally = Tally(**OF, counts=COUNTS).moved({}, RELEASED.facets() | row.facets())
    made = make_report(VOICE, "-", ReportFacts(programme, tally, RELEASED, final=False))
    tools, net, later = made.results
    assert (tools.actual, tools.beyond, tools.places) == (0, -60, (20, 0, 60))
    assert tools.measure == "Entered by hand or by another system (percent)"
    assert tools.details == (
        "Objective: Digital skills · Owner: People team · Due: Wed, 1 Jul 2026 · Measured: Tue, 31 Mar 2026"
    )
    assert (net.actual, net.beyond, net.details) == (35, 5, "")
    assert figures(made)["net-promoter-score"].serves == ("Recommend it",)
    assert (later.actual, later.measure) == (None, "retention rate")


def test_before_the_first_figure_an_entered_key_result_has_no_data():
    programme = PROGRAMME.noted(objectives=(ENTERED,))
    made = make_report(VOICE, "-", ReportFacts(programme, Tally(**OF), None, final=False))
    assert (made.results[0].actual, made.results[0].shown) == (None, "not enough data")


def test_few_people_are_not_counted():
    made = report(counts=COUNTS | {"step:mentor:ready": 4, "step:mentee:ready": 0, "certificates:issued": 2})
    shown = figures(made)
    for code in ("people-ready", "participation", "certificates"):
        assert shown[code].value is None, code
    assert shown["people-ready"].shown == "fewer than 5"
    assert made.results[0].actual is None
    few_pairs = {"match-days:3": 4, "match-days:9": 0}
    assert figures(report(counts=COUNTS | few_pairs))["days-to-match"].value is None


def test_before_a_release_the_report_says_so_and_has_no_figure_of_answers():
    made = report(released=None)
    assert made.state == "No figures about answers have been released yet."
    assert {figures(made)[code].value for code in ("usefulness", "net-promoter-score", "heard")} == {None}
    assert (made.results[1].shown, made.results[1].distance) == ("not enough data", "")


def test_a_final_report_says_that_it_stays():
    made = report(final=True)
    assert made.title == "Final report"
    assert made.state.endswith("and stay as they are.")
    [satisfaction] = [part for part in made.parts if part.code == "satisfaction"]
    assert "in the whole programme" in satisfaction.hint


def test_the_csv_file_has_the_figures_of_the_report():
    made = report(CATALOGUE.voice("de"))
    text = report_csv(made)
    assert text.startswith("\ufeffpart,code,name,value")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text[1:]))}
    assert {code: rows[code]["value"] for code in ("usefulness", "participation", "safe")} == {
        "usefulness": "4.2",
        "participation": "60.0",
        "safe": "",
    }
    assert (rows["usefulness"]["margin"], rows["usefulness"]["key_results"]) == ("0.4", "Content people")
    assert (rows["take-part"]["target"], rows["take-part"]["beyond_target"]) == ("50.0", "10.0")
    assert set(rows) == set(figures(made)) | {result.code for result in made.results}


@pytest.fixture(scope="module")
async def drawings():
    made = ReportDrawings()
    yield made
    await made.close()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
async def test_it_is_drawn_in_each_language(drawings, language):
    drawn = await drawings.draw(report(CATALOGUE.voice(language)))
    assert drawn.startswith(b"%PDF-")
    assert f"/Lang ({language})".encode() in drawn


async def test_the_same_report_is_the_same_file(drawings):
    drawn = await drawings.draw(report())
    assert drawn == await drawings.draw(report())
    assert drawn != await drawings.draw(report(final=True))


async def test_a_bar_is_drawn_for_each_key_result_with_a_measure(drawings):
    with_bars, without = await drawings.draw(report()), await drawings.draw(report(released=None))
    assert _count(b" re f\n", with_bars) - _count(b" re f\n", without) == 3, "range, bar and target"
    white = b"\n1 1 1 rg\n"
    assert _count(white, with_bars) - _count(white, without) == 1, "the tables after it stay white"


def _count(operator, drawn):
    """Count an operator on the pages of a PDF."""
    pages = [zlib.decompress(each) for each in re.findall(rb"stream\n(.*?)\nendstream", drawn, re.DOTALL)[:2]]
    return sum(page.count(operator) for page in pages)


def test_certificates_are_counted_once_each():
    person = Person(**OF, role=Role.MENTOR).certified("c1").certified("c1").certified("c2")
    assert person.facets()["certificates:issued"] == 2


COMPARED = Comparison(
    participants=120,
    others=900,
    participants_share=86,
    others_share=78,
    difference=8.0,
    low=1.2,
    high=13.9,
    tendency=Tendency.HIGHER,
    e_value=1.6,
    gamma=1.2,
)


def effect_of(*comparisons):
    outcomes = zip(Outcome, comparisons, strict=False)
    return Effect(**OF, outcomes=tuple(MeasuredOutcome(outcome=o, comparison=c) for o, c in outcomes))


def report_with(effect, language="en"):
    facts = ReportFacts(PROGRAMME, Tally(**OF, counts=COUNTS), RELEASED, final=True, effect=effect)
    return make_report(CATALOGUE.voice(language), "Reverse mentoring 2026", facts)


def effect_part_of(made):
    (part,) = [part for part in made.parts if part.code == "effect"]
    return part


def test_participants_are_compared_after_the_last_day():
    part = effect_part_of(report_with(None))
    assert [figure.shown for figure in part.figures] == ["measured after the last day"]
    assert part.notes == ()


def test_a_comparison_is_shown_with_its_interval_and_in_words():
    made = report_with(effect_of(COMPARED, None))
    shown, part = figures(made), effect_part_of(made)
    assert shown["stayed-difference"].shown == "+1.2 to +13.9 points"
    assert (shown["stayed-participants"].shown, shown["stayed-participants"].people) == ("86 %", 120)
    assert (shown["stayed-others"].shown, shown["stayed-gamma"].shown) == ("78 %", "1.2")
    assert shown["promoted-difference"].shown == "not enough data"
    interval, e_value, gamma = part.notes
    assert "more often" in interval
    assert ("+1.2 to +13.9" in interval, "doi:10.1198/sbr.2009.0049" in interval) == (True, True)
    assert ("1.6 times as likely" in e_value, "doi:10.7326/M16-2607" in e_value) == (True, True)
    assert ("factor of 1.2" in gamma, "doi:10.1007/978-1-4757-3692-2" in gamma) == (True, True)
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(report_csv(made).removeprefix("\ufeff")))}
    row = rows["stayed-difference"]
    assert (row["value"], row["low"], row["high"], row["unit"]) == ("8.0", "1.2", "13.9", "points")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interval_around_nothing_claims_no_effect(language):
    open_ = COMPARED.model_copy(
        update={"low": -3.0, "tendency": Tendency.EITHER, "e_value": 1.0, "gamma": None}
    )
    made = report_with(effect_of(open_, open_), language)
    notes = effect_part_of(made).notes
    assert len(notes) == 6
    assert figures(made)["stayed-gamma"].value is None
    assert all("{" not in note for note in notes)


def test_a_tendency_or_outcome_of_a_later_release_is_read():
    later = COMPARED.model_copy(update={"tendency": "of-later"})
    part = effect_part_of(report_with(effect_of(later)))
    assert "with more, less or none" in part.notes[0]
    unknown = Effect(**OF, outcomes=(MeasuredOutcome(outcome="of-later", comparison=COMPARED),))
    assert effect_part_of(report_with(unknown)).figures[0].code == "effect"


def levels(question, questionnaire, mean):
    """A released mean of a question that is asked twice."""
    shares = {"favourable": 50, "neutral": 30, "unfavourable": 20, "share_margin": 9}
    asked = {"question": question, "questionnaire": questionnaire}
    return ReleasedFigure(**asked, **VOTES, votes=40, mean=mean, mean_margin=0.3, **shares)


@pytest.mark.parametrize(
    ("ends", "change", "people"),
    [([4.1], "+0.9 ± 0.6", 40), ([3.0], "-0.2 ± 0.6", 40), ([], "no figure yet", None)],
)
def test_skills_at_the_start_stand_beside_the_difference_at_the_end(ends, change, people):
    end = [levels(Question.UNDERSTANDS, Questionnaire.CLOSING, mean) for mean in ends]
    both = (levels(Question.UNDERSTANDS, Questionnaire.START, 3.2), *end)
    made = figures(report(released=RELEASED.model_copy(update={"figures": both})))
    assert made["understands-before"].shown == "3.2 ± 0.3"
    assert (made["understands-change"].shown, made["understands-change"].people) == (change, people)
    assert made["understands"].shown == (f"{ends[0]} ± 0.3" if ends else "no figure yet")
    assert "digital-change" not in made


def test_without_a_survey_at_the_start_there_is_no_comparison():
    assert "skills" not in {part.code for part in report().parts}
