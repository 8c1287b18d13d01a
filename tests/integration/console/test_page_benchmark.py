"""The benchmark of participants' pages, with a few people: every page is opened, and calls few owners."""

import pytest

from benchmarks.pages.__main__ import measure
from benchmarks.pages.pages import PAGES
from benchmarks.pages.report import CALLS, KILOBYTES, figures_of, page_table, rows_of
from services.console.pages import ROUTERS

pytestmark = pytest.mark.integration

PARTICIPANTS = ("/mine", "/settings")
UNMEASURED = {
    "/mine/{programme_id}/certificates/{certificate_id}": "a file, drawn on request",
    "/mine/{programme_id}/pulses/{pulse_id}": "no survey is stored",
    **{
        f"/mine/{{programme_id}}/shortlist/{act}": "no list is stored"
        for act in ("choice", "decline", "more")
    },
    "/mine/{programme_id}/library/{name}": "data of the release, without a call",
    "/mine/{programme_id}/delegate": "one small answer of enrollment's, opened rarely",
    "/mine/{programme_id}/delegations": "a list of enrollment's, for very few people",
    **{
        f"/mine/{{programme_id}}/delegations/{{participant_id}}{below}": "few people have a delegate"
        for below in ("", "/sessions/{session_id}")
    },
    "/mine/{programme_id}/alerts": "a list of feedback's, for very few people",
    "/mine/{programme_id}/sponsorships": "a list of enrollment's, for very few people",
    **{
        f"/mine/{{programme_id}}/circles{below}": "a list of enrollment's, for mentors in a circle"
        for below in ("", "/{circle_id}/departure")
    },
}


def test_every_participants_page_is_measured():
    routes = {
        route.path
        for router in ROUTERS
        for route in router.routes
        if "GET" in route.methods and route.path.startswith(PARTICIPANTS)
    }
    assert {page.route for page in PAGES} == routes - UNMEASURED.keys()


def test_a_few_people_open_their_pages_with_three_calls_to_owners_at_most(stack, tmp_path):
    measured = measure(tmp_path, stack, few=4, pairs=8, visitors=1, lookups=5)
    pages = figures_of(measured)
    assert [page.name for page in pages] == [page.name for page in PAGES]
    assert {page.name: page.calls for page in pages if page.calls > CALLS} == {}
    assert max(page.size for page in pages) <= KILOBYTES * 1000
    assert sum(page.calls for page in pages) > len(pages)
    assert page_table(pages, 16, 8).row_count == len(PAGES)
    assert len(rows_of(measured, pages)) == 5
