"""Log lines of failures: JSON, with ids of tenant and programme, without names."""

import asyncio
import json
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from devstack.services import ServiceRunner, service_command
from shared.contracts.scheduling import SessionHeld
from shared.runtime.mongo import connect
from shared.testing.clients import http_client
from shared.testing.harness import TEST_NOW, TEST_SCOPE, start_publisher
from shared.testing.namespace import make_namespace
from tests.helpers.people import dates_around_today

pytestmark = pytest.mark.integration

TALKATIVE = Path(__file__).parent / "talkative.py"
PLANTED = ("Xanthippe", "Quillfeather", "quill@example.com")
BASE = "/programmes/rm-2026"
EXPORT = f"""\
employee_id,name,email,grade,manager_id,department,team,region,time_zone,languages,skills,hired_on,born_year
E1,{PLANTED[0]} {PLANTED[1]},{PLANTED[2]},3,,Sales,S-1,emea,Europe/Berlin,en:5,,2020-01-01,1990
E2,{PLANTED[0]} {PLANTED[1]},{PLANTED[2]},{PLANTED[1]},,Sales,S-1,emea,Europe/Berlin,en:5,,2020-01-01,1990
"""


@asynccontextmanager
async def running(stack, environment, root, name, **settings):
    """A service as a process, on topics and a database of its own."""
    command = service_command if name == "enrollment" else lambda _: [sys.executable, str(TALKATIVE), name]
    async with make_namespace(environment) as namespace:
        given_settings = {"topic_prefix": namespace.topic_prefix, "topic_partitions": "2", **settings}
        runner = ServiceRunner(
            root,
            stack,
            tie_to_parent=True,
            database_prefix=namespace.mongo_database,
            extra_env={f"MENTORING_{setting.upper()}": value for setting, value in given_settings.items()},
            command=command,
        )
        client = connect(environment.mongo_uri)
        try:
            await asyncio.to_thread(runner.start, name)
            async with http_client(base_url=runner.url(name)) as http:
                yield Running(name, namespace, runner, http, client[f"{namespace.mongo_database}_{name}"])
        finally:
            await asyncio.to_thread(runner.stop_all)
            await client.drop_database(f"{namespace.mongo_database}_{name}")
            client.close()


class Running:
    """A running process and its log."""

    def __init__(self, name, namespace, runner, http, database):
        self.name, self.namespace = name, namespace
        self.runner, self.http, self.database = runner, http, database

    def headers(self, correlation_id="", **claims):
        token = self.runner.issuer.mint("cora", "acme", ["coordinator"], **claims)
        return {"Authorization": f"Bearer {token}"} | (
            {"X-Correlation-Id": correlation_id} if correlation_id else {}
        )

    def text(self):
        return self.runner.log_path(self.name).read_text()

    def lines(self, **having):
        """The lines of the log; those of the process table aside, each must be JSON."""
        lines = [json.loads(line) for line in self.text().splitlines() if not line.startswith("--- ")]
        return [line for line in lines if having.items() <= line.items()]

    async def line(self, **having):
        """The one line that says so, as soon as it is there."""
        async with asyncio.timeout(240):
            while not self.lines(**having):
                await asyncio.sleep(0.05)
        (line,) = self.lines(**having)
        return line

    def check(self):
        assert self.lines()
        assert {line.get("service", str(line)) for line in self.lines()} == {self.name}
        assert [name for name in PLANTED if name in self.text()] == []


@pytest.fixture(scope="module")
async def talkative(stack, environment, tmp_path_factory):
    root = tmp_path_factory.mktemp("talkative")
    settings = {"retry_attempts": "2", "retry_first_seconds": "0.05"}
    async with running(stack, environment, root, "feedback", **settings) as service:
        yield service
        service.check()


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ("validation", "ValidationError (grade: int_parsing) in __main__.fail:"),
        ("bulk", "BulkWriteError (codes [11000]) in __main__.fail:"),
        ("cause", "RuntimeError in __main__.fail:"),
        ("any", "TypeError in __main__.fail:"),
    ],
)
async def test_an_unforeseen_error_is_logged_once_with_whose_it_is_and_without_its_words(
    talkative, how, kind
):
    headers = talkative.headers(f"asked-{how}")
    answer = await talkative.http.post(f"{BASE}/failures/{how}", headers=headers)
    assert answer.status_code == 500
    id_ = answer.headers["x-correlation-id"]
    assert id_ != f"asked-{how}"
    assert answer.headers["content-type"] == "application/problem+json"
    assert not [name for name in PLANTED if name in answer.text]
    failed = await talkative.line(event="request failed", correlation_id=id_)
    assert (failed["tenant"], failed["programme"], failed["level"]) == ("acme", "rm-2026", "error")
    assert failed["exception"][0]["type"].startswith(kind)
    assert failed["exception"][0]["frames"][-1].partition(":")[0].rpartition(".")[2] in {
        "fail",
        "model_validate",
    }
    request = await talkative.line(event="request", correlation_id=id_)
    assert request["client_correlation_id"] == failed["client_correlation_id"] == f"asked-{how}"
    assert (request["status"], request["route"]) == (500, "/programmes/{programme_id}/failures/{how}")
    # Once: the server that runs the app has heard of no error.
    assert [
        line for line in talkative.lines() if line.get("exception") and line["event"] != failed["event"]
    ] == []


async def test_a_forgotten_tasks_error_is_logged_without_its_words(talkative):
    await talkative.http.post(f"{BASE}/forgotten", headers=talkative.headers("asked-forgotten"))
    line = await talkative.line(event="Task exception was never retrieved")
    assert line["exception"][0]["type"].startswith("ValueError in __main__.")


async def test_events_set_aside_are_logged_with_whose_they_are(talkative):
    session = SessionHeld(
        session_id="s1",
        pairing_id="p1",
        mentor_id="m1",
        mentee_id="e1",
        number=1,
        starts_at="2026-01-05T10:00:00Z",
        ends_at="2026-01-05T11:00:00Z",
    )
    async with start_publisher(talkative.namespace) as publisher:
        envelope = publisher.envelope(session, TEST_SCOPE, TEST_NOW)
        await publisher.send(envelope, session)
        nameless = [("ce_type", b"\xff"), ("ce_subject", PLANTED[0].encode())]
        topic = f"{talkative.namespace.topic_prefix}mentoring.scheduling"
        await publisher.producer.send_and_wait(topic, PLANTED[1].encode(), headers=nameless)
    for event in ("event parked", "event is a dead letter"):
        line = await talkative.line(event=event, event_id=envelope.id)
        assert (line["tenant"], line["programme"]) == (TEST_SCOPE.tenant, TEST_SCOPE.programme)
        assert line["correlation_id"] == envelope.correlation_id
        assert line["error"].startswith("ValueError in __main__.take:")
    unreadable = await talkative.line(event="event is a dead letter", event_type="")
    assert unreadable["place"].startswith(topic)


async def test_the_names_of_an_import_stay_out_of_the_log(stack, environment, tmp_path):
    async with running(stack, environment, tmp_path, "enrollment") as service:
        headers = service.headers()
        programme = {
            "name": "Reverse mentoring of Xanthippe",
            **dates_around_today(),
            "regions": ["emea"],
            "terms_version": "2026-1",
        }
        assert (await service.http.put(BASE, json=programme, headers=headers)).status_code == 201
        answer = await service.http.post(
            f"{BASE}/imports", content=EXPORT, headers=headers | {"Content-Type": "text/csv"}
        )
        assert answer.status_code in {200, 201}, answer.text
        assert (answer.json()["accepted"], answer.json()["rejected"]) == (1, 1)
        # A row that no release of ours would write: reading it fails in the middle of a request.
        done = await service.database["employees"].update_many({}, {"$set": {"grade": "Quillfeather"}})
        assert done.modified_count == 1
        answer = await service.http.get(f"{BASE}/employees/E1", headers=headers)
        assert answer.status_code == 500
        failed = await service.line(event="request failed")
        assert failed["correlation_id"] == answer.headers["x-correlation-id"]
        assert (failed["tenant"], failed["programme"]) == ("acme", "rm-2026")
        assert failed["exception"][0]["type"].startswith("ValidationError (grade: ")
        service.runner.signal("enrollment", signal.SIGTERM)
        while service.runner.alive("enrollment"):
            await asyncio.sleep(0.05)
        service.check()
