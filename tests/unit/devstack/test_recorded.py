import os
import sys

import httpx
import pytest
from typer.testing import CliRunner

from devstack.cli import app
from devstack.services import ServiceRunner
from tests.unit.devstack.tiny_service import ADDRESSES, TINY


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def printed(runner):
    """The arguments and settings that the service prints; its process apart."""
    answer = httpx.get(runner.url("matching"), timeout=240, trust_env=False).json()
    return answer.pop("PID"), {name: text for name, text in answer.items() if name.startswith("MENTORING_")}


@pytest.fixture
def runner(tmp_path):
    """A runner such as the demo has: its services die with this process, and know things of its own."""
    service_runner = ServiceRunner(
        tmp_path,
        ADDRESSES,
        command=lambda _: [sys.executable, "-c", TINY],
        extra_env={"MENTORING_CLOCK": "virtual:/somewhere"},
        tie_to_parent=True,
    )
    service_runner.start("matching")
    yield service_runner
    service_runner.stop_all()


def test_a_service_somebody_else_started_is_killed_and_comes_back_as_it_was(runner, tmp_path):
    first, before = printed(runner)
    done = run("kill", "matching", "--root", tmp_path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"mentoring restart matching --root {tmp_path}" in done.stdout
    assert not runner.alive("matching")

    done = run("restart", "matching", "--root", tmp_path)
    assert done.exit_code == 0
    assert runner.url("matching") in done.stdout
    second, after = printed(runner)
    assert second != first
    assert after == before
    assert after["MENTORING_CLOCK"] == "virtual:/somewhere"
    assert runner.pid("matching") == second
    runner.stop("matching")
    assert not runner.alive("matching")


def test_a_service_whose_rebuilding_is_refused_comes_back_as_it_was(runner, tmp_path):
    first, before = printed(runner)
    done = run("rebuild", "matching", "--root", tmp_path)
    assert done.exit_code == 1
    assert "matching is not rebuilt: it owns data that no event carries" in done.stderr
    second, after = printed(runner)
    assert second != first
    assert after == before


def test_one_that_runs_is_ended_before_it_is_started_again(runner, tmp_path):
    first, _ = printed(runner)
    assert run("restart", "matching", "--root", tmp_path).exit_code == 0
    second, _ = printed(runner)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert second != first


def test_what_it_was_given_is_kept_for_its_owner_only(runner, tmp_path):
    assert runner.alive("matching")
    assert (tmp_path / "run" / "matching.json").stat().st_mode & 0o077 == 0


def test_one_that_was_never_started_or_is_unknown_is_an_error_of_one_line(tmp_path):
    for command in ("kill", "restart"):
        done = run(command, "feedback", "--root", tmp_path)
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert "feedback was not started under" in done.stderr
        done = run(command, "payroll", "--root", tmp_path)
        assert "NAME: 'payroll' is none of" in done.stderr
        assert "no stack is recorded" in run(command, "mongod", "--root", tmp_path).stderr
