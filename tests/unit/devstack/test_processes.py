import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace

import psutil
import pytest

from devstack.errors import DevstackError
from devstack.files import write_json
from devstack.processes import ProcessTable

SLEEP = [sys.executable, "-c", "import time; time.sleep(3600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(3600)",
]


@pytest.fixture
def table(tmp_path):
    table = ProcessTable(tmp_path)
    yield table
    table.stop(*table.names(), grace=0.1)
    table.sweep()


def wait_until(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.01)


def test_a_started_process_is_found_by_another_table_and_ended(table, tmp_path):
    record = table.spawn("sleeper", SLEEP)
    other = ProcessTable(tmp_path)
    assert other.record("sleeper") == record
    assert record.alive
    other.stop("sleeper")
    assert not psutil.pid_exists(record.pid)
    assert other.names() == []


def test_a_reused_pid_is_never_ended(table, tmp_path):
    stranger = subprocess.Popen(SLEEP)
    try:
        record = table.spawn("sleeper", SLEEP)
        forged = replace(record, pid=stranger.pid, started=record.started - 3600)
        write_json(tmp_path / "run" / "sleeper.json", asdict(forged))
        assert not forged.alive
        table.stop("sleeper")
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_one_that_ignores_term_is_killed(table):
    record = table.spawn("deaf", STUBBORN)
    wait_until(lambda: record.last_words() == "deaf")
    table.stop("deaf", grace=0.2)
    assert not psutil.pid_exists(record.pid)


def test_a_paused_process_is_ended_too(table):
    record = table.spawn("sleeper", SLEEP)
    table.signal("sleeper", signal.SIGSTOP)
    table.stop("sleeper", grace=3600)  # longer than any test may take
    assert not psutil.pid_exists(record.pid)


def test_a_killed_process_is_dead_at_once_and_cannot_be_signalled(table):
    record = table.spawn("sleeper", SLEEP)
    table.signal("sleeper", signal.SIGKILL)
    assert not record.alive
    assert record.exit_code() == -signal.SIGKILL
    with pytest.raises(DevstackError, match="sleeper is not running"):
        table.signal("sleeper", signal.SIGTERM)


def test_sweep_ends_what_has_no_record_and_spares_what_has(table, tmp_path):
    lost = table.spawn("lost", SLEEP)
    kept = table.spawn("kept", SLEEP)
    (tmp_path / "run" / "lost.json").unlink()
    table.sweep()
    assert not psutil.pid_exists(lost.pid)
    assert kept.alive


def test_sweep_of_another_root_spares_this_one(table, tmp_path):
    record = table.spawn("sleeper", SLEEP)
    ProcessTable(tmp_path / "other").sweep()
    assert record.alive


def test_log_has_the_output_and_outlives_a_restart(table):
    for word in ("first", "second"):
        record = table.spawn("talker", [sys.executable, "-c", f"print({word!r})"])
        wait_until(lambda record=record: not record.alive)
        assert record.last_words() == word
    assert "first" in table.log_path("talker").read_text()


def test_a_program_that_is_not_there_is_a_clear_error(table):
    with pytest.raises(DevstackError, match="ghost cannot be started"):
        table.spawn("ghost", ["/no/such/program"])


def test_a_broken_record_counts_as_none(table, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "half.json").write_text('{"name": "ha')
    assert table.record("half") is None
    (tmp_path / "run" / "half.json").write_text('{"name": "half", "colour": 1}')
    assert table.record("half") is None


@pytest.mark.parametrize(("tied", "survives"), [(True, False), (False, True)])
def test_only_tied_processes_die_with_a_killed_parent(table, tmp_path, tied, survives):
    # Started from a thread that ends at once: the tie must be to the process, not to that thread.
    code = (
        "import sys, threading, time; from pathlib import Path; from devstack.processes import ProcessTable\n"
        f"table = ProcessTable(Path({str(tmp_path)!r}))\n"
        f"start = lambda: table.spawn('child', {SLEEP!r}, tie_to_parent={tied})\n"
        "worker = threading.Thread(target=start); worker.start(); worker.join(); time.sleep(0.3)\n"
        "print('ready', flush=True); time.sleep(3600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert parent.stdout.readline() == b"ready\n"
        record = table.record("child")
        assert record.alive
        parent.kill()
        parent.wait()
        if survives:
            time.sleep(0.3)
            assert record.alive
        else:
            wait_until(lambda: not record.alive)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
