"""A run: platform, load and driver together, then the wait for idle streams, then the checker."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from chaos.checker import judge
from chaos.driver import Driver, targets
from chaos.evidence import gather
from chaos.goal import LIMIT_SECONDS, Goal, goal_of
from chaos.history import Command, Evidence
from chaos.load.actors import PATH, TENANT, make_world
from chaos.load.client import Log, Web
from chaos.load.coordinator import open_programme
from chaos.load.hostile_clients import attack_all_the_while
from chaos.load.hostile_records import Sent, kinds, send_hostile_records
from chaos.load.run import FastClock, run_load
from chaos.platform import BEGINS, Platform, running_platform
from chaos.report import make_report, print_report
from chaos.result import RunResult
from chaos.schedule import plan
from chaos.verdict import Verdict
from devstack.errors import DevstackError
from devstack.idle import IdleWatcher, NotIdle

_LOOK_SECONDS = 0.1
_PATIENCE_SECONDS = 600.0
"""The run fails if the streams are not idle and nothing has changed for this long."""


def main(
    faults: int = 40,
    seed: int = 7,
    *,
    limit_seconds: float = LIMIT_SECONDS,
    broker: str = "auto",
    root: Path = Path(".devstack/chaos"),
    build: Path = Path("build"),
    console: Console | None = None,
) -> int:
    """Run it; return the exit code, 1 for a violation.

    Args:
        faults: the number of faults; the number of commands follows from it.
        seed: decides the plan and the people.
        limit_seconds: the time limit.
        broker: the broker; ``auto`` takes the best available one.
        root: directory of the stack.
        build: directory for ``chaos.json``.
        console: where to print.
    """
    out = console or Console()
    if faults < 1:
        out.print("error: --faults: at least 1", markup=False)
        return 2
    goal = goal_of(faults, limit_seconds=limit_seconds)
    try:
        with running_platform(root, broker) as platform:
            out.print(f"Up, on {platform.addresses.broker}", markup=False)
            report = asyncio.run(_run(platform, goal, seed, out))
    except DevstackError as error:
        out.print(f"error: {error}", markup=False)
        return 1
    build.mkdir(parents=True, exist_ok=True)
    path = build / "chaos.json"
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print_report(report, out)
    out.print(f"Report: {path}", markup=False)
    return 0 if report["holds"] else 1


async def _run(platform: Platform, goal: Goal, seed: int, out: Console) -> dict[str, Any]:
    started = time.monotonic()

    def say(what: str) -> None:
        out.print(f"{time.monotonic() - started:6.1f} s  {what}", markup=False, highlight=False)

    result = await torment(platform, goal, seed, say)
    say("streams idle; the checker reads topics and databases" if not result.unrest else result.unrest)
    evidence = await read_evidence(platform, result.log.accepted, result.log.unanswered, result.sent)
    return make_report(result, evidence, judged(result, evidence), seed=seed, platform=platform)


async def torment(platform: Platform, goal: Goal, seed: int, say: Callable[[str], None]) -> RunResult:
    """Let people act while the driver breaks parts; then start all parts and wait for idle streams."""
    log = Log(platform.clock_file.parent / "accepted.jsonl")
    driver = Driver(platform, say)
    clock = FastClock(BEGINS, platform.set_time)
    sent: Sent = {}
    incidents = plan(seed, goal.faults, targets(platform), broker_may_end=not platform.volatile_broker)
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(timeout=20, trust_env=False, limits=limits) as http:
        world = make_world(
            Web(platform.urls, http, log, seed), platform.services.issuer, seed, lambda: clock.now
        )
        await open_programme(world)
        ticking = asyncio.create_task(clock.run(world))
        async with asyncio.TaskGroup() as group:
            breaking = group.create_task(driver.run(incidents, lambda: len(log.accepted), goal.limit_seconds))
            group.create_task(
                send_hostile_records(
                    world,
                    platform.addresses.kafka,
                    f"{platform.prefix}.",
                    sent,
                    passes=goal.hostile_passes,
                )
            )
            attacking = group.create_task(
                attack_all_the_while(
                    {name: urls[0] for name, urls in platform.urls.items()},
                    platform.services.issuer,
                    world.pause,
                )
            )
            await run_load(world, goal, breaking)
        ticking.cancel()
        await driver.recover()
        calm_since = time.monotonic()
        unrest = await rest(platform, http)
    log.close()
    return RunResult(goal, log, sent, attacking.result(), driver, unrest, time.monotonic() - calm_since)


async def rest(platform: Platform, http: httpx.AsyncClient, *, patience: float = _PATIENCE_SECONDS) -> str:
    """Wait until the streams are idle; return why they are not, if they do not become so."""
    ops = platform.services.issuer.mint("operator", TENANT, ["ops"])
    urls = {
        f"{name}/{number}": url for name, all_ in platform.urls.items() for number, url in enumerate(all_)
    }
    try:
        done = partial(_rounds_done, platform, http, patience)
        await IdleWatcher(urls, ops, http, patience=patience, background=done, dead_letters=True).wait()
    except NotIdle as error:
        return str(error)
    return ""


async def _rounds_done(platform: Platform, http: httpx.AsyncClient, patience: float) -> None:
    """Wait until no round is in progress; small rounds follow people's answers.

    Raises:
        NotIdle: a round does not end.
    """
    token = platform.services.issuer.mint("coordinator", TENANT, ["coordinator"])
    url, headers = f"{platform.urls['matching'][0]}{PATH}/rounds", {"Authorization": f"Bearer {token}"}
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            answer = await http.get(url, headers=headers, params={"busy": True, "limit": 1})
            if answer.is_success and not answer.json()["total"]:
                return
        await asyncio.sleep(_LOOK_SECONDS)
    raise NotIdle("a round does not end")


async def read_evidence(
    platform: Platform,
    commands: Sequence[Command],
    unanswered: Sequence[str] = (),
    sent: Sent | None = None,
) -> Evidence:
    """Read the evidence of a platform."""
    return await gather(
        platform.addresses.kafka,
        platform.addresses.mongo_uri,
        topic_prefix=f"{platform.prefix}.",
        database_prefix=platform.prefix,
        since=platform.since,
        commands=commands,
        unanswered=unanswered,
        sent=sent or {},
    )


def judged(result: RunResult, evidence: Evidence) -> dict[str, Verdict]:
    """Return the checker's verdicts, and whether all parts are up and idle again."""
    verdicts = judge(evidence)
    done = verdicts["the load reached its goal"] = Verdict()
    missing = result.goal.missing(result.log.kinds)
    for kind in result.goal.commands:
        done.expect(kind not in missing, f"{missing.get(kind)} more commands had to be accepted: {kind}")
    happened = sum(result.driver.done.values())
    done.expect(happened >= result.goal.faults, f"{happened} of {result.goal.faults} faults happened")
    done.expect(kinds(result.sent) > 0, "no hostile record was sent")
    survival = verdicts["all parts are up and idle again"] = Verdict()
    survival.expect(not result.unrest, result.unrest)
    for name in result.driver.died:
        survival.expect(condition=False, violation=f"{name} ended on its own")
    return verdicts
