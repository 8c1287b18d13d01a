"""``python -m benchmarks.notification``: a round that asks many people, from its facts to their mails.

Prints a table, keeps it in ``build/bench-notification.json``, and ends with 1 if a bar is missed.
"""

import asyncio
import sys
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.events.pipeline import Place, exactly_once, fill, place_on
from benchmarks.notification.bare import bare_loop
from benchmarks.notification.mail_server import run_mail_server
from benchmarks.notification.planning import PLANNED_EACH, drop, plan
from benchmarks.notification.sending import NAME, Sending, Sent
from benchmarks.rows import Row, memory_growth, none_of
from benchmarks.running import parser_of, report, running_stack
from devstack.stack import Addresses
from services.settings import PlatformSettings

_IN_FLIGHT = 100
"""The messages that a worker holds at a time: as many may come twice for each kill."""
_LEAST_EVENTS = 2000
_BARE_MESSAGES = 4000
_BARS = {"planned": 0.3, "sent": 0.5, "growth": 10.0}


@dataclass
class Measured:
    """All figures of a run.

    Attributes:
        people: who are asked.
        kills: of the service while it sends.
        pipeline: events in a second of the bare pipeline, by round.
        planned: deliveries in a second, by round.
        bare: messages in a second of the bare loop, before and after.
        sent: the outcome of the service.
    """

    people: int
    kills: int
    pipeline: list[float] = field(default_factory=list)
    planned: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    sent: Sent | None = None


async def measure(root: Path, addresses: Addresses, *, people: int, rounds: int, kills: int) -> Measured:
    """Measure planning against the bare pipeline, then sending against the bare loop, interleaved."""
    measured = Measured(people, kills)
    proposals = people // 2
    prefix = f"bench{uuid.uuid4().hex[:8]}"
    for round_ in range(rounds):
        last = round_ == rounds - 1
        events = max(proposals, _LEAST_EVENTS)
        pipeline = place_on(addresses)
        await fill(pipeline, events)
        measured.pipeline.append(await exactly_once(pipeline, events))
        place, name = place_on(addresses), f"{prefix}_{NAME}" if last else f"{prefix}{round_}"
        measured.planned.append(await plan(place, proposals, name))
        if not last:
            await drop(place, name)
    settings = _mail_settings(place)
    messages = min(people, _BARE_MESSAGES)
    with run_mail_server(root, "bare") as server:
        measured.bare.append(await bare_loop(server, settings, messages))
    with run_mail_server(root, "service") as server:
        measured.sent = await Sending(root, addresses, place, prefix, server).run(people, kills)
    with run_mail_server(root, "bare-again") as server:
        measured.bare.append(await bare_loop(server, settings, messages))
    await drop(place, f"{prefix}_{NAME}")
    return measured


def _mail_settings(place: Place) -> PlatformSettings:
    fields = place.settings().model_dump() | {"smtp_host": "127.0.0.1", "smtp_security": "none"}
    return PlatformSettings.model_validate(fields)


def rows_of(measured: Measured) -> list[Row]:
    """Judge the figures."""
    sent = measured.sent
    if sent is None:
        raise ValueError("nothing was sent")
    planned = median(one / other for one, other in zip(measured.planned, measured.pipeline, strict=True))
    rate = sent.rate / median(measured.bare)
    most_twice = measured.kills * _IN_FLIGHT
    return [
        Row(
            "deliveries planned, against events of the bare pipeline",
            f"{planned:.2f}x ({median(measured.planned):,.0f}/s, {PLANNED_EACH} for each event)",
            f"≥ {_BARS['planned']}x",
            planned >= _BARS["planned"],
        ),
        Row(
            "messages sent, against a bare aiosmtplib loop",
            f"{rate:.2f}x ({sent.rate:,.0f}/s)",
            f"≥ {_BARS['sent']}x",
            rate >= _BARS["sent"],
        ),
        none_of(f"lost, service killed {measured.kills} times", sent.lost),
        none_of("sent and not noted", sent.unnoted),
        Row(
            "came twice, by Message-ID",
            str(sent.twice),
            f"≤ {most_twice}, those in hand at a kill",
            sent.twice <= most_twice,
        ),
        memory_growth("growth of memory while sending", sent.growth, most=_BARS["growth"]),
    ]


def main() -> int:
    """Measure and say.

    Returns:
        1 if a bar is missed.
    """
    parser = parser_of(NAME)
    parser.add_argument("--quick", action="store_true", help="1,000 people and one round")
    parser.add_argument("--people", type=int, default=20_000, help="who are asked")
    parser.add_argument("--rounds", type=int, default=3, help="of planning")
    parser.add_argument("--kills", type=int, default=2, help="of the service while it sends")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.people, arguments.rounds = 1000, 1
    with running_stack(arguments.broker, NAME) as (root, addresses):
        measured = asyncio.run(
            measure(
                root,
                addresses,
                people=arguments.people,
                rounds=arguments.rounds,
                kills=arguments.kills,
            )
        )
    title = f"Notification on {addresses.broker}, {measured.people:,} people"
    return report(arguments.build, NAME, addresses, title, rows_of(measured), asdict(measured))


if __name__ == "__main__":
    sys.exit(main())
