"""The event streams of all services, for operators."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.console.browser_sessions.cookies import cookies_of
from services.console.pages.common.live_streams import LiveResponse, Numbers, View, streams_of
from services.console.pages.common.reader import learn_reader, voice_of
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.common.view import render
from shared.locale import translatable
from shared.messaging import PartitionLag
from shared.service import Operator, StreamState

router = APIRouter(include_in_schema=False)

_LOOK_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Line:
    """A service's line; ``state`` is None where it does not answer."""

    service: str
    state: StreamState | None

    @property
    def verdict(self) -> str:
        """The code of its state."""
        if self.state is None:
            return "down"
        if self.state.faults or self.state.alarms:
            return "faulty"
        if self.state.dead or self.state.outgoing_dead:
            return "failed-events"
        if self.state.parked or self.state.queued:
            return "retrying"
        return "quiet" if self.state.quiet else "busy"

    def numbers(self) -> Numbers:
        """Return the values of the live page, by their names on the page."""
        shown: Numbers = {"verdict": self.verdict}
        for name in COLUMNS:
            shown[name] = round(getattr(self.state, name), 1) if self.state else "-"
        shown |= {_place(each): each.lag for each in self.partitions}
        return {f"{self.service}.{name}": value for name, value in shown.items()}

    @property
    def partitions(self) -> list[PartitionLag]:
        """Return the partitions that the service reads, by topic."""
        return self.state.partitions if self.state else []

    def topics(self) -> dict[str, list[tuple[str, PartitionLag]]]:
        """Return the partitions of each topic it reads, each with its name on the live page."""
        by_topic: dict[str, list[tuple[str, PartitionLag]]] = {}
        for each in self.partitions:
            by_topic.setdefault(each.topic, []).append((f"{self.service}.{_place(each)}", each))
        return by_topic


def _place(each: PartitionLag) -> str:
    return f"{each.topic}.{each.partition}"


VERDICTS: Final = {
    "down": translatable("No answer from it"),
    "faulty": translatable("Has a fault"),
    "failed-events": translatable("Has failed events"),
    "retrying": translatable("Tries again"),
    "busy": translatable("Busy"),
    "quiet": translatable("Quiet"),
}
"""The states of a service, the worst first."""
_NEED_SOMEBODY: Final = ("down", "faulty", "failed-events")
COLUMNS: Final = {
    "dead": translatable("Failed incoming"),
    "outgoing_dead": translatable("Failed outgoing"),
    "parked": translatable("Parked"),
    "queued": translatable("Queued behind"),
    "lag": translatable("Lag"),
    "outbox_pending": translatable("To publish"),
    "outbox_oldest_seconds": translatable("Oldest (s)"),
}
_MEANINGS: Final = {
    "dead": translatable("events that failed every try; somebody must redrive or discard them"),
    "outgoing_dead": translatable("events of the service that the broker refuses"),
    "parked": translatable("events that failed and are tried again"),
    "queued": translatable("events that wait behind parked events of the same key"),
    "lag": translatable("events on the topics that the service has not handled yet"),
    "outbox_pending": translatable("events that are committed but not published yet"),
    "outbox_oldest_seconds": translatable("the seconds for which the oldest of these has waited"),
}


@router.get("/ops")
async def ops(request: Request, caller: Operator) -> HTMLResponse:
    """State, lag, parked and dead events of each service, the worst first."""
    await learn_reader(request, caller)
    voice = voice_of(request)
    order = list(VERDICTS)
    lines = sorted(await _lines(request), key=lambda line: order.index(line.verdict))
    return render(
        request,
        "ops.html",
        caller,
        live="/ops/live",
        lines=lines,
        worst=[line.service for line in lines if line.verdict in _NEED_SOMEBODY],
        names={code: voice.say(words) for code, words in VERDICTS.items()},
        columns=COLUMNS,
        meanings=_MEANINGS,
    )


@router.get("/ops/live", response_model=None)
async def live(request: Request, caller: Operator) -> LiveResponse:
    """Return the same numbers, whenever they change; each token has a poller of its own, which uses it."""
    entitled = cookies_of(request).entitled(request, caller)

    async def look(views: Collection[View]) -> Mapping[View, Numbers]:
        shown: Numbers = {}
        for line in await _lines(request):
            shown |= line.numbers()
        return dict.fromkeys(views, shown)

    return LiveResponse(streams_of(request).listen(("ops", entitled.token), look, _LOOK_SECONDS, entitled))


async def _lines(request: Request) -> list[Line]:
    states = await clients_of(request).streams(token_of(request))
    own = StreamState.model_validate(await request.app.state.streams.vitals.state())
    return [Line(name, state) for name, state in states.items()] + [Line("console", own)]
