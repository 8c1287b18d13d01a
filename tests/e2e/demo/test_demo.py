"""The demo on the real stack: the same report twice, and once more with each service killed once."""

import asyncio
import contextlib
import csv
import json
from io import StringIO
from pathlib import Path

import psutil
import pytest
from rich.console import Console

from demo.platform import Platform
from demo.run import main
from devstack.processes import ROOT_VARIABLE
from devstack.stack import Stack
from simulation.bad_rows import BAD_ROWS

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(3600)]

ROOT = Path(__file__).resolve().parents[3] / ".devstack" / "test-demo"
PEOPLE, MONTHS, SEED = 120, 2, 11
AWAY_SECONDS = 3.0


def run(build, broker, on_day=None):
    out = StringIO()
    code = main(
        PEOPLE,
        MONTHS,
        SEED,
        serve=False,
        root=ROOT,
        broker=broker,
        build=build,
        on_day=on_day,
        console=Console(file=out, width=120),
    )
    assert code == 0, out.getvalue()
    return (build / "demo-report.json").read_text(), out.getvalue()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, broker, ran_on):
    build = tmp_path_factory.mktemp("undisturbed")
    report, printed = run(build, broker)
    ran_on["the demo"] = Stack(ROOT / "demo").addresses().broker
    return report, printed, build


ACCIDENTS = {
    3: "enrollment",  # people answer the questionnaires and train
    15: "matching",  # the evening after the first round: proposals are answered
    16: "scheduling",  # series are planned
    17: "console",
    36: "feedback",  # check-ins are answered
}
"""Which service is killed on which day of the programme."""


class Accidents:
    """Kills services on their days and brings each back a while later, while people go on acting."""

    def __init__(self):
        self.recoveries = {}

    async def __call__(self, day: int, platform: Platform) -> None:
        service = ACCIDENTS.get(day)
        if service and service not in self.recoveries:
            platform.services.kill(service)
            self.recoveries[service] = asyncio.create_task(self.recover(platform, service))

    async def recover(self, platform, service):
        await asyncio.sleep(AWAY_SECONDS)
        await asyncio.to_thread(platform.services.restart, service)


def left_over():
    """Processes of the demo's root that still run."""
    processes = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(ROOT_VARIABLE) == str(ROOT / "demo"):
                processes.append(process)
    return processes


BLURRED = {
    "figures": {"mean", "favourable", "neutral", "unfavourable"},
    "recommendations": {"net", "promoters", "passives", "detractors"},
}
ANSWERED = {"satisfaction"}


def settled_part(text):
    """Return a report without the numbers that the blur of released figures draws anew in each run."""
    report = json.loads(text)
    feedback = report["feedback"]
    for part, blurred in BLURRED.items():
        for figure in feedback["released"][part]:
            assert figure.keys() > blurred
            for name in blurred:
                del figure[name]
    for objective in feedback["objectives"]:
        if objective["measure"] in ANSWERED:
            objective["actual"] = objective["actual"] is not None
    return report


def test_a_programme_runs_to_its_report(undisturbed):
    text, printed, build = undisturbed
    report = json.loads(text)
    errors = report["import"].pop("errors")
    assert report["import"] == {"accepted": PEOPLE, "changed": PEOPLE, "rejected": BAD_ROWS, "left": 0}
    assert [error["field"] for error in errors] == ["grade", "time_zone", "row", "name", "manager_id"]
    assert "is not an IANA time zone" in printed
    assert report["waitlist"]["applied"] > 0
    assert report["terms"]["agreed"] > report["terms"]["due"]
    assert report["own_questions"]["answered"] > 10
    assert report["help"]["answered"] >= report["help"]["published"] > 0
    assert report["delegates"]["accepted"] > 0
    for counts in report["invitations"].values():
        assert counts["accepted"] > counts["declined"] > 0
        assert counts["expired"] > 0
    assert report["matching"]["active_pairings"] == 0, "the programme is completed"
    assert report["matching"]["ended_pairings"] > 3
    assert report["matching"]["hours_to_match_p50"] > 0
    assert report["sessions"]["held"] > 5
    assert report["certificates"] > 3
    assert report["feedback"]["check_ins"]["closed"] > 0
    assert "Usefulness (1 to 5)" in printed
    assert "certificates" in printed
    released = report["feedback"]["released"]
    assert all(figure["votes"] >= 8 and 1 <= figure["mean"] <= 5 for figure in released["figures"])
    assert {objective["name"] for objective in report["feedback"]["objectives"]} == {
        "meet-as-planned",
        "content-people",
        "reach-most-volunteers",
        "use-digital-tools",
    }
    assert (build / "demo-report.svg").read_text().startswith("<svg")
    assert "sessions" in printed
    rows = {
        row["code"]: row
        for row in csv.DictReader((build / "demo-final-report.csv").open("r", encoding="utf-8-sig"))
    }
    assert int(rows["certificates"]["value"]) == report["certificates"]
    assert int(rows["sessions-held"]["value"]) == report["sessions"]["held"]
    assert {row["final"] for row in rows.values()} == {"yes"}
    assert float(rows["use-digital-tools"]["value"]) == 44
    assert rows["participation"]["key_results"] == "Reach most volunteers"
    assert (build / "demo-final-report.pdf").read_bytes().startswith(b"%PDF-")
    assert "The programme's final report, from the console" in printed


def test_no_process_is_left(undisturbed):
    assert undisturbed
    assert left_over() == []


@pytest.mark.long
def test_the_same_seed_gives_the_same_report_though_every_service_is_killed_once(
    undisturbed, broker, tmp_path
):
    accidents = Accidents()
    report, _ = run(tmp_path, broker, on_day=accidents)
    assert set(accidents.recoveries) == set(ACCIDENTS.values())
    assert all(recovery.exception() is None for recovery in accidents.recoveries.values())
    assert settled_part(report) == settled_part(undisturbed[0])
