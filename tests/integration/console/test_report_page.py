"""The report of a programme on the page and as files."""

import csv
import io

import pytest

from shared.contracts.enrollment import CertificateIssued, Tendency
from shared.contracts.vocabulary import Role
from tests.integration.console import console_facts as facts
from tests.integration.console.programme_in_motion import programme_in_motion
from tests.integration.console.report_facts import effect_measured, figures_released, final_report
from tests.integration.console.test_pages import BASE, get, good_page

pytestmark = pytest.mark.integration

REPORT = f"{BASE}/report"


def certificate(number):
    return CertificateIssued(
        certificate_id=f"c-{number}",
        participant_id=f"mentor-{number}",
        pairing_id=f"pair-{number}",
        role=Role.MENTOR,
        sessions=1,
        first_on=facts.START.date(),
        last_on=facts.START.date(),
    )


async def rows_of(console):
    answer = await get(console, f"{REPORT}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="report-rm-2026.csv"'
    return {row["code"]: row for row in csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))}


async def test_page_and_files_have_the_same_figures(console):
    await console.given(*programme_in_motion(6, 5), figures_released(4.2), *map(certificate, range(5)))
    page, rows = await good_page(console, REPORT), await rows_of(console)
    for shown, code, value in (
        ("4.2 ± 0.4", "usefulness", "4.2"),
        ("+35 ± 17", "net-promoter-score", "35"),
        ("75 % ± 21", "response-rate", "75"),
        ("65 % ± 30", "changed-tools", "65"),
        ("83.3 %", "participation", "83.3"),
        (">5</td>", "certificates", "5"),
    ):
        assert shown in page, code
        assert rows[code]["value"] == value, code
    drawn = await get(console, f"{REPORT}.pdf")
    assert (drawn.headers["content-type"], drawn.content[:5]) == ("application/pdf", b"%PDF-")


async def test_a_final_report_keeps_its_figures(console):
    kept = figures_released(4.2)
    await console.given(*programme_in_motion(6, 5), kept, final_report(kept))
    assert "Final report" in await good_page(console, REPORT)
    await console.given(figures_released(2.1))
    rows = await rows_of(console)
    assert (rows["usefulness"]["value"], rows["usefulness"]["final"]) == ("4.2", "yes")
    assert {row["value"] for row in rows.values() if row["name"].endswith("(1 to 5)")} == {"4.2"}
    assert "2.1 ± 0.4" in await good_page(console, f"{BASE}/feedback"), "the figures in force are others"


async def test_a_report_is_for_coordinators_of_the_programme(console):
    await console.given(facts.opened())
    for path in (REPORT, f"{REPORT}.pdf", f"{REPORT}.csv"):
        assert (await get(console, path, "participant")).status_code == 403
        assert (await get(console, path, tenant="other")).status_code == 404


async def test_the_effect_is_on_the_page_and_in_the_files(console):
    await console.given(*programme_in_motion(6, 5))
    assert "measured after the last day" in await good_page(console, REPORT)
    await console.given(effect_measured(Tendency.HIGHER, 1.2))
    page, rows = await good_page(console, REPORT), await rows_of(console)
    assert "+1.2 to +13.9 points" in page
    assert "participants more often than comparable people" in page
    assert (rows["stayed-difference"]["low"], rows["promoted-difference"]["value"]) == ("1.2", "")
    assert (await get(console, f"{REPORT}.pdf")).content[:5] == b"%PDF-"
