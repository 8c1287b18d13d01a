"""Wait for a started service until it is ready, or its start has failed."""

from __future__ import annotations

import time

import httpx

from devstack.errors import DevstackError
from devstack.processes import ProcessRecord

READY_SECONDS = 600.0
_POLL_SECONDS = 0.1
_READY = "200"


def wait_until_ready(record: ProcessRecord, url: str, deadline: float) -> None:
    """Wait until the service at `url` is ready.

    Args:
        record: its process.
        url: its base URL.
        deadline: on the monotonic clock.

    Raises:
        DevstackError: it ended or was not ready in time; names the log file.
    """
    with httpx.Client(base_url=url, timeout=30.0, trust_env=False) as service:
        while (answer := _ask(service)) != _READY:
            _check_on(record, answer, deadline)
            time.sleep(_POLL_SECONDS)


def _ask(service: httpx.Client) -> str:
    try:
        return str(service.get("/health/ready").status_code)
    except httpx.HTTPError:
        return "no answer"


def _check_on(record: ProcessRecord, answer: str, deadline: float) -> None:
    if not record.alive:
        words = record.last_words()[:200]
        raise DevstackError(f"{record.name} ended at its start: {words} (log: {record.log})")
    if time.monotonic() > deadline:
        waited = f"not ready after {READY_SECONDS:.0f} s ({answer} from /health/ready)"
        raise DevstackError(f"{record.name} was {waited} (log: {record.log})")
