import jwt
from typer.testing import CliRunner

from devstack.cli import app
from devstack.ports import free_port


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_token_carries_the_options(tmp_path):
    done = run(
        *("token", "--root", tmp_path, "--tenant", "acme", "--role", "coordinator", "--role", "ops"),
        *("--subject", "s-1", "--programme", "p-1", "--employee", "e-1", "--hours", "1"),
    )
    claims = jwt.decode(done.stdout.strip(), options={"verify_signature": False})
    assert claims["roles"] == ["coordinator", "ops"]
    assert (claims["sub"], claims["tenant"], claims["programmes"]) == ("s-1", "acme", ["p-1"])


def test_errors_are_one_line_and_exit_code_one(tmp_path):
    for arguments, words in (
        (("token", "--tenant", "acme", "--role", "king"), "role: king is none of"),
        (("up", "--broker", "rabbit"), "--broker: 'rabbit' is none of"),
        (("logs", "kafka"), "no stack is recorded under"),
        (("logs", "matching"), "matching has no log yet"),
        (("logs", "payroll"), "NAME: 'payroll' is none of"),
    ):
        done = run(*arguments, "--root", tmp_path)
        assert done.exit_code == 1
        assert words in done.stderr
        assert done.stderr.count("\n") == 1


def test_an_external_broker_that_is_not_there_is_an_error_and_not_replaced(tmp_path, monkeypatch):
    monkeypatch.setenv("MENTORING_KAFKA_BOOTSTRAP", f"127.0.0.1:{free_port()}")
    monkeypatch.setattr("devstack.engines.external.ANSWER_SECONDS", 0.2)
    monkeypatch.setenv("MENTORING_MONGO_URI", "mongodb://user:secret@127.0.0.1:1/?replicaSet=rs0")
    done = run("up", "--root", tmp_path, "--no-services")
    assert done.exit_code == 1
    assert "external kafka does not answer" in done.stderr
    assert "secret" not in done.output


def test_status_and_down_of_nothing_are_no_error(tmp_path):
    assert "nothing is recorded" in run("status", "--root", tmp_path).stdout
    assert run("down", "--root", tmp_path).exit_code == 0


def test_logs_prints_the_file(tmp_path):
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "matching.log").write_text("one\ntwo\n")
    assert run("logs", "matching", "--root", tmp_path).stdout == "one\ntwo\n"


def test_sample_is_a_csv_that_the_seed_repeats():
    first, second = run("sample", "--people", 5, "--seed", 3), run("sample", "--people", 5, "--seed", 3)
    assert first.exit_code == 0
    assert first.stdout == second.stdout
    assert len(first.stdout.splitlines()) == 6
