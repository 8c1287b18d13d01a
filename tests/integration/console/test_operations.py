import re

import pytest

from tests.integration.console import console_facts as facts
from tests.integration.console.reading import read_page

pytestmark = pytest.mark.integration


async def test_services_that_are_away_are_shown_as_down(console):
    answer = await console.http.get("/ops", headers=console.token("ops") | {"Accept": "text/html"})
    assert answer.status_code == 200
    page = read_page(answer.text)
    assert page.faults() == []
    assert page.text.count("No answer from it") == 4
    assert page.text.count("Quiet") == 1
    assert "4 services need you: enrollment, matching, scheduling, feedback." in page.text
    assert answer.text.index(">feedback<") < answer.text.index(">console<"), "the worst first"
    assert f"{console.settings.topic_prefix}mentoring.matching" in answer.text


async def test_lag_is_shown_by_topic_and_partition(console):
    await console.given(facts.opened())
    answer = await console.http.get("/ops", headers=console.token("ops") | {"Accept": "text/html"})
    assert read_page(answer.text).faults() == []
    name = f"console.{console.settings.topic_prefix}mentoring.enrollment"
    shown = re.findall(rf'data-number="{re.escape(name)}\.(\d+)">(\d+)<', answer.text)
    assert [int(partition) for partition, _ in shown] == list(range(console.settings.topic_partitions))
    assert {lag for _, lag in shown} == {"0"}


async def test_a_round_cannot_be_started_while_matching_is_away(console):
    await console.given(facts.opened())
    answer = await console.http.post(
        "/programmes/rm-2026/rounds", data={"key": "k1"}, headers=console.token("coordinator")
    )
    assert answer.status_code == 503
    assert "The matching service could not be reached" in answer.text
    assert read_page(answer.text).faults() == []
