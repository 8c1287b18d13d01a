"""Wait until the stream is idle: no event in transit between the services, so that time may move."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import httpx

PATIENCE_SECONDS: Final = 600.0
"""How long nothing may change while something is still on its way."""
_PAUSE_SECONDS: Final = 0.02
_REST = ("outbox_pending", "lag", "parked")
_PROGRESS = ("published_total", "handled_total")


class NotIdle(Exception):  # noqa: N818
    """The stream does not become idle; the message names the service and its pending work."""


class IdleWatcher:
    """Watches the services' streams.

    Args:
        urls: base URL by service.
        token: of somebody with the role ops.
        http: the client to ask with.
        patience: seconds without any change after which waiting makes no sense.
        background: returns once nothing goes on that no stream shows (a round being computed).
        dead_letters: whether there may be some; otherwise one is the end of all waiting.

    Attributes:
        sweeps: how often all services were asked.
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
        """Return once two sweeps running found every service up and at rest, and nothing moved in between.

        A service that is down is waited for: it may be on its way back.

        Raises:
            NotIdle: nothing changed for the whole patience, or an event became a dead letter.
        """
        patience = _Patience(self._patience)
        names = list(self._urls)
        before = await self._sweep(names, patience)
        while True:
            if self._background:
                await self._background()  # between two sweeps, which see whatever it leaves behind
            # Once all are at rest each must also be ready: a consumer without partitions sees no lag.
            now = await self._sweep(names, patience, ready=True)
            if now == before:
                return
            before = now

    async def _sweep(
        self, names: Sequence[str], patience: "_Patience", *, ready: bool = False
    ) -> Mapping[str, Any]:
        """Ask all services until each has been at rest; returns what each had done by then."""
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
        """What counts of a service's stream; a fault where it gives no proper answer."""
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
        if body["faults"]:  # then its counts are old ones
            return {"fault": "; ".join(body["faults"])}
        return {count: body[count] for count in (*_REST, *_PROGRESS, "dead")}


class _Patience:
    """Runs out when nothing has changed for long."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last: Any = None
        self._deadline = 0.0

    def look(self, states: Mapping[str, Mapping[str, Any]], faults: Mapping[str, str]) -> None:
        """Take in what was seen.

        Raises:
            NotIdle: it has been the same for too long, and not quiet.
        """
        seen = {name: dict(state) for name, state in states.items()}
        if seen != self._last:
            self._last, self._deadline = seen, time.monotonic() + self._seconds
        elif faults and time.monotonic() > self._deadline:
            raise NotIdle(f"nothing moves for {self._seconds:.0f} s: {'; '.join(faults.values())}")


def unrest(name: str, state: Mapping[str, Any]) -> str:
    """What keeps a service from rest, for people; empty when nothing does.

    Raises:
        NotIdle: it has dead letters: no waiting will bring those to an end.
    """
    if "fault" in state:
        return f"{name}: {state['fault']}"
    if state["dead"]:
        raise NotIdle(f"{name}: {state['dead']} dead letters, see its log")
    return ", ".join(f"{name}: {count} {state[count]}" for count in _REST if state[count])
