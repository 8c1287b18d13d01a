"""The demo: a whole programme on the real platform, in minutes."""

import asyncio
import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Final

from rich.console import Console

from demo.calendar import STARTS_ON, ends_on, evenings, opening
from demo.chart import write_chart
from demo.client import Refused
from demo.display import print_report, progress_bar
from demo.final_report import print_final
from demo.messages import Counts, Undelivered, check_delivery
from demo.participants import PROGRAMME, TENANT
from demo.platform import Platform, running_platform
from demo.timeline import DemoOptions, DemoResult, OnDay, simulate
from devstack.errors import DevstackError
from devstack.idle import NotIdle

FEWEST_PEOPLE: Final = 50
MOST_MONTHS: Final = 24
_INTERRUPTED: Final = 130
_SIGN_IN_FOR: Final = timedelta(days=7)


class Interrupted(KeyboardInterrupt):
    """The run was ended by Ctrl-C or TERM."""


def main(
    people: int = 400,
    months: int = 6,
    seed: int = 7,
    serve: bool = True,  # noqa: FBT001, FBT002 (an option of a command)
    root: Path = Path(".devstack"),
    broker: str = "auto",
    *,
    build: Path = Path("build"),
    on_day: OnDay | None = None,
    console: Console | None = None,
) -> int:
    """Run the demo; return the exit code.

    Args:
        people: the number of employees, at least 50.
        months: the length of the programme, 1 to 24.
        seed: the same seed gives the same report.
        serve: leave the console running until Ctrl-C.
        root: directory for data and logs.
        broker: the broker; ``auto`` takes the best available one.
        build: directory for the report.
        on_day: called each evening of the programme, for tests that cause faults.
        console: the console to print on.
    """
    out = console or Console()
    fault = _fault(people, months)
    if fault:
        out.print(f"error: {fault}", markup=False)
        return 2
    try:
        with _interruptible():
            _run(DemoOptions(people, months, seed), root / "demo", broker, build, on_day, out, serve=serve)
    except (DevstackError, Refused, NotIdle, Undelivered) as error:
        out.print(f"error: {error}", markup=False)
        return 1
    except Interrupted:
        out.print("Interrupted; all services are stopped.")
        return _INTERRUPTED
    return 0


def _fault(people: int, months: int) -> str:
    if people < FEWEST_PEOPLE:
        return f"--people: at least {FEWEST_PEOPLE} (PEOPLE={people})"
    if not 1 <= months <= MOST_MONTHS:
        return f"--months: from 1 to {MOST_MONTHS} (MONTHS={months})"
    return ""


def _run(
    options: DemoOptions,
    root: Path,
    broker: str,
    build: Path,
    on_day: OnDay | None,
    out: Console,
    *,
    serve: bool,
) -> None:
    started = time.monotonic()
    out.print("Starting broker, database and services …")
    with running_platform(root, broker, opening()) as platform:
        out.print(f"Up in {time.monotonic() - started:.1f} s, on {platform.addresses.broker}", markup=False)
        outcome = _simulate(options, platform, on_day, out)
        _publish(outcome, build, out)
        took = f"{time.monotonic() - started:.0f} s"
        out.print(
            f"{outcome.requests} requests ({outcome.repeats} repeated), {outcome.sweeps} sweeps, in {took}",
            markup=False,
        )
        _print_messages(outcome.messages, platform, out, serve=serve)
        if serve:
            _serve(platform, out)


def _simulate(options: DemoOptions, platform: Platform, on_day: OnDay | None, out: Console) -> DemoResult:
    days = sum(1 for _ in evenings(ends_on(options.months)))
    with progress_bar(out) as bar:
        task = bar.add_task("importing", total=days)
        done = 0
        if not out.is_terminal:
            out.print(f"    0 %  importing {options.people} people")

        def tell(now: datetime) -> None:
            nonlocal done
            bar.update(task, advance=1, description=f"{now:%a %d %b %Y}")
            if not out.is_terminal and now.weekday() == 0:  # a log shows no bar: a line a week instead
                month = (now.year - STARTS_ON.year) * 12 + now.month - STARTS_ON.month + 1
                out.print(f"  {done * 100 // days:3d} %  month {month}  {now:%a %d %b %Y}")
            done += 1

        issuer = platform.services.issuer
        return asyncio.run(simulate(options, platform, issuer, on_day=on_day, tell=tell))


def _publish(outcome: DemoResult, build: Path, out: Console) -> None:
    """Print the report of the run and that of the programme, and write their files."""
    report = outcome.report
    data, chart = build / "demo-report.json", build / "demo-report.svg"
    write_chart(report, chart)
    data.write_text(json.dumps(report, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    print_report(report, out)
    out.print(f"Report: {data}, chart: {chart}", markup=False)
    print_final(outcome.final, out)
    out.print(f"The programme's report: {outcome.final.write(build)}, figures beside it", markup=False)


def _print_messages(messages: Counts, platform: Platform, out: Console, *, serve: bool) -> None:
    """Print how many messages were sent, and where to read them.

    Raises:
        Undelivered: the mail server did not take them all.
    """
    counts = ", ".join(f"{number} {state}" for state, number in sorted(messages.items()))
    where = platform.mail.inbox if serve else platform.mail_folder
    out.print(f"Messages: {counts or 'none'}; inbox: {where}", markup=False, soft_wrap=True)
    check_delivery(messages)


def _serve(platform: Platform, out: Console) -> None:
    """Keep the console running until a signal comes."""
    token = platform.services.issuer.mint(
        "demo-coordinator", TENANT, ["coordinator", "ops"], ttl=_SIGN_IN_FOR
    )
    address = platform.services.url("console")
    out.print(f"\nConsole: {address}/login#{token}", markup=False, soft_wrap=True)
    out.print("The link signs you in as coordinator and operator. Stop with Ctrl-C.")
    people = f"Participants sign in at {address}/sign-in, with an address from the inbox"
    out.print(people, markup=False, soft_wrap=True)
    report = f"The programme's report is at {address}/programmes/{PROGRAMME}/report"
    out.print(report, markup=False, soft_wrap=True)
    verification = f"Certificates are verified by their code at {address}/certificates/{TENANT}"
    out.print(verification, markup=False, soft_wrap=True)
    try:
        while True:
            time.sleep(3600)
    except Interrupted:
        out.print("\nStopping …")


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C, TERM and a closed terminal end the demo gracefully; a second signal is ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(_: int, __: FrameType | None) -> None:
        for each in wanted:
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted

    before = {each: signal.signal(each, interrupt) for each in wanted}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
