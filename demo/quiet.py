"""When the stream is quiet: nothing on its way between the services, so that time may move."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Final

import httpx

PATIENCE_SECONDS: Final = 120.0
"""How long nothing may change while something is still on its way."""
_PAUSE_SECONDS: Final = 0.02
_REST = ("outbox_pending", "lag", "parked")
_PROGRESS = ("published_total", "handled_total")


class NotQuiet(Exception):  # noqa: N818
    """The stream does not come to rest; the message names the service and what it waits with."""


class Stillness:
    """Watches the services' streams.

    Args:
        urls: base URL by service.
        token: of somebody with the role ops.
        http: the client to ask with.
        patience: seconds without any change after which waiting makes no sense.
    """

    def __init__(
        self,
        urls: Mapping[str, str],
        token: str,
        http: httpx.AsyncClient,
        *,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._urls = dict(urls)
        self._headers = {"Authorization": f"Bearer {token}"}
        self._http = http
        self._patience = patience

    async def wait(self) -> None:
        """Return once two sweeps running found every service up and at rest, and nothing moved in between.

        A service that is down is waited for: it may be on its way back.

        Raises:
            NotQuiet: nothing changed for the whole patience, or an event became a dead letter.
        """
        before: Any = None
        deadline = time.monotonic() + self._patience
        while True:
            answers = await asyncio.gather(*(self._ask(name) for name in self._urls))
            now = [(name, *sorted(state.items())) for name, state in zip(self._urls, answers, strict=True)]
            waits = [
                fault
                for name, state in zip(self._urls, answers, strict=True)
                if (fault := unrest(name, state))
            ]
            if not waits and now == before:
                return
            if now != before:
                deadline = time.monotonic() + self._patience
            elif time.monotonic() > deadline:
                raise NotQuiet(f"nothing moves for {self._patience:.0f} s: {'; '.join(waits)}")
            before = now
            if waits:
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _ask(self, name: str) -> dict[str, Any]:
        """What counts of a service's stream; a fault where it gives no answer or has no partitions yet."""
        try:
            state, ready = await asyncio.gather(
                self._http.get(f"{self._urls[name]}/ops/stream", headers=self._headers),
                # A consumer without partitions sees no lag: only a ready one's rest counts.
                self._http.get(f"{self._urls[name]}/health/ready"),
            )
        except httpx.HTTPError as error:
            return {"fault": f"no answer ({type(error).__name__})"}
        if state.status_code != httpx.codes.OK:
            return {"fault": f"{state.status_code} from /ops/stream"}
        if ready.status_code != httpx.codes.OK:
            return {"fault": "not ready"}
        body = state.json()
        return {count: body[count] for count in (*_REST, *_PROGRESS, "dead")}


def unrest(name: str, state: Mapping[str, Any]) -> str:
    """What keeps a service from rest, for people; empty when nothing does.

    Raises:
        NotQuiet: it has dead letters: no waiting will bring those to an end.
    """
    if "fault" in state:
        return f"{name}: {state['fault']}"
    if state["dead"]:
        raise NotQuiet(f"{name}: {state['dead']} dead letters, see its log")
    return ", ".join(f"{name}: {count} {state[count]}" for count in _REST if state[count])
