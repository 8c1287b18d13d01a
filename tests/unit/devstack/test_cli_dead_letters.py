"""Input that is refused before any service is asked."""

import pytest
from typer.testing import CliRunner

from devstack.cli import app
from devstack.files import write_json
from devstack.ports import free_port


def run(*arguments, **environment):
    arguments = ["dead-letters", *(str(argument) for argument in arguments)]
    return CliRunner().invoke(app, arguments, env={"MENTORING_TOKEN": None} | environment)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "payroll"), "SERVICE: 'payroll' is none of enrollment"),
        (("list", "matching"), "no matching is recorded in"),
        (("audit", "matching", "--url", "matching:8002"), "--url: 'matching:8002' must start with"),
        (("audit", "matching", "--url", "https://127.0.0.1"), "MENTORING_TOKEN: with --url it must hold"),
        (("redrive", "matching", "--why", "fixed"), "select letters with --id, --type, --key or --all"),
        (("discard", "matching", "--why", "fixed"), "select letters with --id, --type, --key or --all"),
    ],
)
def test_errors_are_one_line_and_exit_code_one(tmp_path, arguments, said):
    done = run(*arguments, "--root", tmp_path)
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == [], "no keys are made for a stack that is not there"


@pytest.mark.parametrize("action", ["redrive", "discard"])
def test_a_decision_needs_a_reason(tmp_path, action):
    done = run(action, "matching", "--all", "--root", tmp_path)
    assert done.exit_code == 2
    assert "--why" in done.stderr


def test_a_service_that_does_not_answer_is_named(tmp_path):
    address = f"http://127.0.0.1:{free_port()}"
    write_json(tmp_path / "services.json", {"matching": address})
    done = run("list", "matching", "--root", tmp_path)
    assert done.exit_code == 1
    assert done.stderr == f"error: matching at {address} does not answer (ConnectError)\n"


def test_a_url_that_is_none_is_named():
    done = run("list", "matching", "--url", "http://[::1", MENTORING_TOKEN="t")
    assert done.exit_code == 1
    assert "does not answer (InvalidURL)" in done.stderr
