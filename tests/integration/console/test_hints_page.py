"""The page of hints: the facts behind a hint, and a form with the value to try."""

from collections.abc import Iterator

import pytest

from shared.contracts.vocabulary import Role
from shared.schema import EventData
from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.test_pages import BASE, good_page

pytestmark = pytest.mark.integration


def assessed(people: int) -> Iterator[EventData]:
    """People who have joined and answered the questions, and nothing more."""
    for number in range(people):
        joined, answered, *_ = facts.ready(number, Role.MENTOR)
        yield from (joined, answered)


async def test_a_programme_without_reasons_has_no_hints(console):
    await console.given(*programme_in_motion(3, 2))
    assert "No hints" in await good_page(console, f"{BASE}/hints")
    assert f'href="{BASE}/hints"' in await good_page(console, BASE)


async def test_people_without_the_training_are_counted_and_lead_to_the_list(console):
    await console.given(facts.opened(), *assessed(12))
    page = await good_page(console, f"{BASE}/hints")
    assert "12 of 12" in page
    assert f'href="{BASE}/people?state=enrolled"' in page
    assert f'href="{BASE}/set-up#rules-training' in page
