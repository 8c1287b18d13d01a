"""The report compares groups of people; nothing about a small one follows from it."""

import pytest

from services.console.charts.programme_charts import ALL
from services.console.documents.report_inclusion import inclusion_part
from services.console.locale import CATALOGUE
from services.console.read_models.inclusion import taken_part
from services.console.read_models.people import Person, PersonState
from services.console.read_models.tally import Tally
from shared.contracts.enrollment import Objective
from shared.contracts.vocabulary import Role

VOICE = CATALOGUE.voice("en")
OF = {"tenant": "acme", "programme": "p"}
GOAL = Objective(name="take-part", measure="participation", baseline=0, target=50)


def tally(*people: Person) -> Tally:
    counted = Tally(id="p", **OF)
    for each in people:
        counted = counted.moved({}, each.facets())
    return counted


def ready(region="emea", *, grade=2, department="Sales", paired=False, completed=False) -> Person:
    return Person(
        id="x",
        **OF,
        region=region,
        role=Role.MENTOR,
        state=PersonState.READY,
        grade=grade,
        department=department,
        pairings=("pair",) if paired else (),
        completed=completed,
    )


def people(region: str, number: int, paired: int, **fields) -> list[Person]:
    return [ready(region, paired=each < paired, **fields) for each in range(number)]


def part(*everybody: Person):
    return inclusion_part(VOICE, tally(*everybody), [GOAL])


def test_groups_are_compared_in_steps_of_five_percent_with_the_key_result_they_belong_to() -> None:
    made = part(*people("emea", 20, 17), *people("apac", 9, 4, grade=8, department="R&D: Oslo"))
    shown = {each.name: (each.shown, each.people, each.serves) for each in made.figures}
    assert shown == {
        "Region apac: with a partner": ("45 %", 9, ("Take part",)),
        "Region emea: with a partner": ("85 %", 20, ("Take part",)),
        "Grades 1 to 3: with a partner": ("85 %", 20, ("Take part",)),
        "Grades 7 to 9: with a partner": ("45 %", 9, ("Take part",)),
        "Department R&D: Oslo: with a partner": ("45 %", 9, ("Take part",)),
        "Department Sales: with a partner": ("85 %", 20, ("Take part",)),
    }
    assert made.notes[0] == (
        "With a partner, of those who are ready: from 45 % (Region apac) to 85 % (Region emea)."
    )
    assert len(made.notes) == 3


def test_those_who_completed_a_pairing_are_a_share_once_there_are_any() -> None:
    made = part(*people("emea", 10, 10, completed=True), *people("apac", 10, 10))
    completed = {each.name: each.shown for each in made.figures if each.code.startswith("completed-region")}
    assert completed == {
        "Region apac: completed a pairing": "0 %",
        "Region emea: completed a pairing": "100 %",
    }


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"emea": 20, "apac": 8}, ["apac", "emea"]),
        ({"emea": 20, "apac": 7}, []),
        ({"emea": 20, "apac": 9, "amer": 7}, []),
        ({"emea": 20, "apac": 9, "amer": 4, "nordics": 4}, ["apac", "emea"]),
        ({"emea": 30, "iberia": 20, "apac": 9, "amer": 3}, ["emea", "iberia"]),
    ],
)
def test_a_small_group_neither_is_shown_nor_follows_from_the_total(sizes, shown) -> None:
    everybody = [each for region, number in sizes.items() for each in people(region, number, 3)]
    assert [each.name for each in taken_part(tally(*everybody), "region")] == shown


def test_only_people_who_are_ready_count_and_without_groups_the_report_says_so() -> None:
    waiting = [each.noted(state=PersonState.ENROLLED) for each in people("apac", 20, 20)]
    [figure] = part(*people("emea", 20, 10), *waiting).figures
    assert (figure.value, figure.shown, figure.serves) == (None, "not enough data", ("Take part",))
    assert ALL["inclusion"](VOICE, tally(*waiting)).hidden


def test_the_chart_says_its_shares_in_words() -> None:
    chart = ALL["inclusion"](VOICE, tally(*people("emea", 20, 17), *people("apac", 10, 4)))
    assert chart.rows == (("Region apac", 40), ("Region emea", 85))
    assert chart.summary == (
        "With a partner, in percent of those who are ready: Region apac: 40 %, Region emea: 85 %."
    )
