import pytest

from services.console.app import create_app as create_console
from services.enrollment.app import create_app as create_enrollment
from shared.testing import run_service
from shared.testing.serving import serve
from tests.integration.console.console_runs import ALONE

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

BASE = "/programmes/rm-2026"
PROGRAMME = {
    "name": "Reverse mentoring 2026",
    "starts_on": "2026-01-12",
    "ends_on": "2026-07-10",
    "regions": ["emea"],
    "terms_version": "2026-1",
}
HEAD = (
    "employee_id,name,email,grade,manager_id,department,team,region,time_zone,"
    "languages,skills,hired_on,born_year"
)


def row(number, name):
    return (
        f"e{number:04},{name},e{number}@example.com,4,,Finance,Ledger,emea,Europe/Berlin,en:4,"
        "ai-prompting:2,2020-01-01,1995"
    )


async def test_names_come_from_enrollment_for_the_page_shown_and_are_never_kept(environment):
    async with run_service(create_enrollment, environment) as enrollment, serve(enrollment.app) as address:
        settings = {
            **ALONE,
            "topic_prefix": enrollment.settings.topic_prefix,
            "enrollment_url": address,
        }
        async with run_service(create_console, environment, **settings) as console:
            await import_and_enrol(enrollment)
            await console.settled()
            headers = console.token("coordinator") | {"Accept": "text/html"}
            page = (await console.http.get(f"{BASE}/people", headers=headers)).text
            assert "Nora Quist" in page
            assert "are not available" not in page
            assert "Reverse mentoring 2026" in (await console.http.get("/", headers=headers)).text
            assert not await kept_anywhere(console, "Quist")
            for name, shown in (("qui no", True), ("  NORA ", True), ("uist", False), ("Filler", False)):
                page = (await console.http.get(f"{BASE}/people", params={"name": name}, headers=headers)).text
                assert ("<bdi>Nora Quist</bdi>" in page) is shown, name
                assert ("Nobody fits this filter." in page) is not shown, name
            other_role = {"name": "Nora", "role": "mentee"}
            page = await console.http.get(f"{BASE}/people", params=other_role, headers=headers)
            assert "Nora Quist" not in page.text


async def import_and_enrol(enrollment):
    coordinator = enrollment.token("coordinator")
    await enrollment.http.put(BASE, headers=coordinator, json=PROGRAMME)
    people = [row(n, f"Filler {n}") for n in range(600)] + [row(9999, "Nora Quist")]
    imported = await enrollment.http.post(
        f"{BASE}/imports",
        content="\n".join([HEAD, *people]).encode(),
        headers=coordinator | {"Content-Type": "text/csv"},
    )
    assert imported.json()["accepted"] == 601, imported.text
    enrolled = await enrollment.http.post(
        f"{BASE}/participants",
        headers=enrollment.token("participant", employee_id="e9999"),
        json={"role": "mentor", "consent": True, "terms_version": "2026-1"},
    )
    assert enrolled.is_success, enrolled.text
    await enrollment.settled()


async def kept_anywhere(console, word):
    """The collections of the console's database whose documents hold a word."""
    database = console.app.state.database
    return [
        name
        for name in await database.list_collection_names()
        if word in str([document async for document in database[name].find({})])
    ]
