import os
import sys

import httpx
import pytest

from devstack.errors import DevstackError
from devstack.files import read_json
from devstack.mail.start import MAIL, Mail
from devstack.processes import ProcessTable
from devstack.services import ServiceRunner
from services.catalogue import SERVICES
from tests.unit.devstack.tiny_service import ADDRESSES, TINY


@pytest.fixture
def make_runner(tmp_path):
    runners = []

    def make(code=TINY, **options):
        runner = ServiceRunner(tmp_path, ADDRESSES, command=lambda _: [sys.executable, "-c", code], **options)
        runners.append(runner)
        return runner

    yield make
    for runner in runners:
        runner.stop_all()


def environment_of(runner, name):
    return httpx.get(runner.url(name), timeout=240).json()


def test_all_start_with_their_own_database_and_everybodys_url(make_runner):
    runner = make_runner(database_prefix="t1", extra_env={"MENTORING_TOPIC_PREFIX": "t1."})
    runner.start_all()
    for name in SERVICES:
        environment = environment_of(runner, name)
        assert environment["MENTORING_MONGO_DATABASE"] == f"t1_{name}"
        assert environment["MENTORING_MATCHING_URL"] == runner.url("matching")
        assert environment["MENTORING_TOPIC_PREFIX"] == "t1."
        assert os.path.exists(environment["MENTORING_JWKS"])  # noqa: PTH110 - as the service sees it
    runner.stop_all()
    assert not any(runner.alive(name) for name in SERVICES)


def test_a_killed_service_comes_back_on_its_port(make_runner):
    runner = make_runner()
    runner.start("feedback")
    url, pid = runner.url("feedback"), environment_of(runner, "feedback")["PID"]
    runner.kill("feedback")
    assert not runner.alive("feedback")
    runner.restart("feedback")
    assert runner.url("feedback") == url
    assert environment_of(runner, "feedback")["PID"] != pid


def test_start_replaces_what_an_earlier_runner_left(make_runner):
    first, second = make_runner(), make_runner()
    first.start("console")
    second.start("console")
    assert httpx.get(second.url("console"), timeout=240).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(first.url("console"), timeout=240)


def test_one_that_ends_at_its_start_names_its_log_and_leaves_none_running(make_runner):
    unlucky = "import os\nif os.environ['MENTORING_MONGO_DATABASE'].endswith('matching'): exit('no luck')\n"
    runner = make_runner(unlucky + TINY)
    with pytest.raises(DevstackError, match=r"matching ended at its start: no luck .*matching\.log"):
        runner.start_all()
    assert not any(runner.alive(name) for name in SERVICES)


def test_one_that_never_gets_ready_names_its_log(make_runner, monkeypatch):
    monkeypatch.setattr("devstack.services.READY_SECONDS", 0.5)
    runner = make_runner("import time; time.sleep(60)")
    with pytest.raises(DevstackError, match=r"scheduling was not ready .*no answer.*scheduling\.log"):
        runner.start("scheduling")


def test_an_unknown_service_is_named(make_runner):
    with pytest.raises(DevstackError, match="'payroll' is none of enrollment"):
        make_runner().url("payroll")


def test_the_mail_server_is_for_notification_and_ends_with_the_services(make_runner, tmp_path):
    table = ProcessTable(tmp_path)
    table.spawn(MAIL, ["sleep", "600"])
    runner = make_runner(mail=Mail(2525, "http://127.0.0.1:8025", tmp_path / "tokens", ["acme"]))
    assert runner.environment("notification")["MENTORING_SMTP_PORT"] == "2525"
    assert not {name for name in runner.environment("matching") if "SMTP" in name}
    runner.start("notification")
    assert read_json(tmp_path / "services.json")[MAIL] == "http://127.0.0.1:8025"
    runner.stop_all()
    assert table.record(MAIL) is None
