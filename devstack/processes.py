"""Processes of the stack: started with a log file, recorded on disk, ended by their own id only."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psutil

from devstack.errors import DevstackError
from devstack.files import project_root, read_json, write_json

ROOT_VARIABLE = "MENTORING_DEVSTACK_ROOT"
GRACE_SECONDS = 15.0
_SAME_START_SECONDS = 1.0  # the system clock may be set while a process runs; pids do not wrap that fast
_LOG_LIMIT_BYTES = 20_000_000
_POLL_SECONDS = 0.02
_MARK = "--- "
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
# The kernel sends the parent-death signal when the *thread* that started the child ends, so that all tied
# children are started from this one, which lives as long as the process.
_SPAWNER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="devstack-spawner")
_CHILDREN: dict[int, subprocess.Popen[bytes]] = {}  # kept so that ended children can be reaped


@dataclass(frozen=True)
class ProcessRecord:
    """One started process.

    Attributes:
        name: its name.
        pid: its process id.
        started: seconds since the epoch; distinguishes it from a later process of the same id.
        log: the file it writes to.
        command: its command line.
        env: the environment added to the inherited one; may hold a password.
    """

    name: str
    pid: int
    started: float
    log: str
    command: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict, repr=False)

    def process(self) -> psutil.Process | None:
        """Return the living process of this record, or None."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < _SAME_START_SECONDS
        except psutil.NoSuchProcess:
            return None
        return process if same and _lives(process) else None

    @property
    def alive(self) -> bool:
        """True while the process runs."""
        return self.process() is not None

    def exit_code(self) -> int | None:
        """Return the exit code, if the current process started it and it has ended."""
        child = _CHILDREN.get(self.pid)
        return child.poll() if child else None

    def last_words(self) -> str:
        """Return the last line of the log that is not empty, for error messages."""
        with contextlib.suppress(OSError):
            lines = Path(self.log).read_text(errors="replace").splitlines()
            return next((line.strip() for line in reversed(lines) if _says_something(line)), "")
        return ""


class ProcessTable:
    """The processes of one root directory: records in `run/`, logs in `logs/`."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._run = self.root / "run"

    def log_path(self, name: str) -> Path:
        """Return the path of the log of `name`."""
        return self.root / "logs" / f"{name}.log"

    def spawn(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        tie_to_parent: bool = False,
    ) -> ProcessRecord:
        """Start `command` in a session of its own, its output going to the log file.

        Raises:
            DevstackError: the program cannot be started at all.
        """
        log = self.log_path(name)
        log.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, **(env or {}), ROOT_VARIABLE: str(self.root)}
        try:
            child = _popen(command, log, environment, tie_to_parent=tie_to_parent)
        except OSError as error:
            raise DevstackError(f"{name} cannot be started: {error}") from error
        _CHILDREN[child.pid] = child
        return self._remember(ProcessRecord(name, child.pid, 0.0, str(log), list(command), dict(env or {})))

    def record(self, name: str) -> ProcessRecord | None:
        """Return the record of `name`, alive or not."""
        value = read_json(self._run / f"{name}.json")
        try:
            return ProcessRecord(**value) if value else None
        except TypeError:
            return None  # written by another version; the sweep finds its process anyway

    def names(self) -> list[str]:
        """Return all names with a record."""
        return sorted(path.stem for path in self._run.glob("*.json") if not path.name.startswith("."))

    def signal(self, name: str, signum: int) -> None:
        """Send `signum` to `name`.

        Raises:
            DevstackError: it is not running.
        """
        record = self.record(name)
        process = record.process() if record else None
        if process is None:
            raise DevstackError(f"{name} is not running")
        process.send_signal(signum)
        if signum == signal.SIGKILL:
            _wait([process], GRACE_SECONDS)

    def stop(self, *names: str, grace: float = GRACE_SECONDS) -> None:
        """End the named processes, all at once: TERM first, KILL after `grace` seconds."""
        records = [record for record in map(self.record, names) if record]
        _end([process for record in records if (process := record.process())], grace)
        for record in records:
            (self._run / f"{record.name}.json").unlink(missing_ok=True)

    def sweep(self) -> None:
        """End processes with this root's mark and without a record: their starter was killed half-way."""
        spared = {record.pid for record in map(self.record, self.names()) if record and record.alive}
        spared |= {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
        _end([process for process in _marked(self.root) if process.pid not in spared], GRACE_SECONDS)

    def _remember(self, record: ProcessRecord) -> ProcessRecord:
        with contextlib.suppress(psutil.NoSuchProcess):
            record = replace(record, started=psutil.Process(record.pid).create_time())
        write_json(self._run / f"{record.name}.json", asdict(record))
        return record


def _popen(
    command: Sequence[str], log: Path, environment: Mapping[str, str], *, tie_to_parent: bool
) -> subprocess.Popen[bytes]:
    def start(before_exec: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        with _open_log(log, command) as output:
            return subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                cwd=project_root(),
                start_new_session=True,
                preexec_fn=before_exec,  # noqa: PLW1509 - one system call, prepared beforehand
            )

    if not tie_to_parent:
        return start()
    return _SPAWNER.submit(start, _death_signal(os.getpid())).result()


def _open_log(log: Path, command: Sequence[str]) -> IO[bytes]:
    """Open the log for appending: the output of an ended process stays readable after its restart."""
    too_long = log.is_file() and log.stat().st_size > _LOG_LIMIT_BYTES
    output = log.open("wb" if too_long else "ab")
    output.write(f"{_MARK}{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} starting {command[0]}\n".encode())
    output.flush()
    return output


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(_MARK)


def _death_signal(parent: int) -> Callable[[], None]:
    def ask() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the parent died before this check
            os._exit(1)

    return ask


def _marked(root: Path) -> list[psutil.Process]:
    marked = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(ROOT_VARIABLE) == str(root):
                marked.append(process)
    return marked


def _end(processes: list[psutil.Process], grace: float) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGCONT)  # a paused process cannot handle TERM
            process.terminate()
    for process in _wait(processes, grace):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    _wait(processes, grace)


def _wait(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Return the processes that still live after at most `seconds`."""
    deadline = time.monotonic() + seconds
    while (alive := [process for process in processes if _lives(process)]) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    return alive


def _lives(process: psutil.Process) -> bool:
    _reap(process.pid)
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _reap(pid: int) -> None:
    child = _CHILDREN.get(pid)
    if child is not None:
        child.poll()
