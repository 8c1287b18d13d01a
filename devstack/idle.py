"""Wait until the stream is idle: no event in transit between the services, so that time may move."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import httpx

PATIENCE_SECONDS: Final = 600.0
"""The longest time without any change while events are in transit."""
_PAUSE_SECONDS: Final = 0.02
_REST = ("outbox_pending", "lag", "parked", "in_hand")
_PROGRESS = ("published_total", "handled_total")


class NotIdle(Exception):  # noqa: N818
    """The stream does not become idle; the message names the service and its pending work."""


class IdleWatcher:
    """Watches the services' streams.

    Args:
        urls: base URL by service.
        token: an access token with the role ops.
        http: the HTTP client.
        patience: seconds without any change after which waiting ends.
        background: waits for work that no stream shows (the computation of a round).
        dead_letters: whether dead letters are allowed; otherwise one ends the wait.

    Attributes:
        sweeps: the number of sweeps over all services.
    """

    def __init__(
        self,
        urls: Mapping[str, str],
        token: str,
        http: httpx.AsyncClient,
        *,
        patience: float = PATIENCE_SECONDS,
        background: Callable[[], Awaitable[None]] | None = None,
        dead_letters: bool = False,
    ) -> None:
        self._urls = dict(urls)
        self._headers = {"Authorization": f"Bearer {token}"}
        self._http = http
        self._patience = patience
        self._background = background
        self._dead_letters = dead_letters
        self.sweeps = 0

    async def wait(self) -> None:
        """Wait until two sweeps in a row find every service up and idle, with no change in between.

        It also waits for a service that is down, which may come back.

        Raises:
            NotIdle: nothing changed for the whole patience, or an event became a dead letter.
        """
        patience = _Patience(self._patience)
        names = list(self._urls)
        before = await self._sweep(names, patience)
        while True:
            if self._background:
                await self._background()  # between two sweeps, which see its effects
            # Idle services must be ready, too: a consumer without partitions sees no lag.
            now = await self._sweep(names, patience, ready=True)
            if now == before:
                return
            before = now

    async def _sweep(
        self, names: Sequence[str], patience: "_Patience", *, ready: bool = False
    ) -> Mapping[str, Any]:
        """Poll all services until each has been idle; return the counts of each at that time."""
        states: dict[str, dict[str, Any]] = {}
        waiting = list(names)
        while waiting:
            self.sweeps += 1
            answers = await asyncio.gather(*(self._ask(name, ready=ready) for name in waiting))
            states |= zip(waiting, answers, strict=True)
            faults = {name: fault for name in waiting if (fault := self._unrest(name, states[name]))}
            patience.look(states, faults)
            waiting = list(faults)
            if waiting:
                await asyncio.sleep(_PAUSE_SECONDS)
        return {name: [states[name][count] for count in _PROGRESS] for name in names}

    def _unrest(self, name: str, state: Mapping[str, Any]) -> str:
        return unrest(name, {**state, "dead": 0} if self._dead_letters else state)

    async def _ask(self, name: str, *, ready: bool) -> dict[str, Any]:
        """Return the counts of a service's stream, or the fault of its answer."""
        try:
            if ready:
                health = await self._http.get(f"{self._urls[name]}/health/ready")
                if health.status_code != httpx.codes.OK:
                    return {"fault": "not ready"}
            answer = await self._http.get(f"{self._urls[name]}/ops/stream", headers=self._headers)
            if answer.status_code != httpx.codes.OK:
                return {"fault": f"{answer.status_code} from /ops/stream"}
        except httpx.HTTPError as error:
            return {"fault": f"no answer ({type(error).__name__})"}
        body = answer.json()
        if body["faults"]:  # then its counts are outdated
            return {"fault": "; ".join(body["faults"])}
        return {count: body[count] for count in (*_REST, *_PROGRESS, "dead")}


class _Patience:
    """Ends the wait when nothing has changed for the whole patience."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last: Any = None
        self._deadline = 0.0

    def look(self, states: Mapping[str, Mapping[str, Any]], faults: Mapping[str, str]) -> None:
        """Record the counts of a sweep.

        Raises:
            NotIdle: they have not changed for too long, and are not idle.
        """
        seen = {name: dict(state) for name, state in states.items()}
        if seen != self._last:
            self._last, self._deadline = seen, time.monotonic() + self._seconds
        elif faults and time.monotonic() > self._deadline:
            raise NotIdle(f"nothing moves for {self._seconds:.0f} s: {'; '.join(faults.values())}")


def unrest(name: str, state: Mapping[str, Any]) -> str:
    """Return what keeps a service from being idle, in words; empty if it is idle.

    Raises:
        NotIdle: it has dead letters, which no waiting ends.
    """
    if "fault" in state:
        return f"{name}: {state['fault']}"
    if state["dead"]:
        raise NotIdle(f"{name}: {state['dead']} dead letters, see its log")
    return ", ".join(f"{name}: {count} {state[count]}" for count in _REST if state[count])
