"""The coordinator: defines the programme, imports the company, starts one round after the other."""

import asyncio
import time
from typing import Any, Final

from chaos.history import Expected, Row
from chaos.load.actors import PATH, PROGRAMME, World
from simulation.sample import to_csv

TERMS: Final = "2026-1"
_IDLE_DAYS: Final = 30
_OPEN: Final = ("requested", "computing", "saving")
_LOOK_SECONDS: Final = 0.2
_ROUND_SECONDS: Final = 600.0
_REGIONS: Final = ("americas", "apac", "emea")


async def open_programme(world: World) -> None:
    """Create the programme and import the company."""
    await define(world, _IDLE_DAYS, "programme-opened")

    def imported(report: Row) -> list[Expected]:
        return [Expected(("employees-imported",), report["import_id"], {"accepted": len(world.company)})]

    content = to_csv(world.company).encode()
    await world.web.command(
        world.coordinator, "POST", "enrollment", f"{PATH}/imports?mode=partial", content, imported
    )


async def define(world: World, idle_warn_days: int, fact: str) -> None:
    """Define the programme, or change its rules."""
    body = {
        "name": "Reverse mentoring under chaos",
        "starts_on": "2026-01-05",
        "ends_on": "2026-12-18",
        "regions": list(_REGIONS),
        "rules": {
            "cadence_weeks": 4,
            "first_contact_days": 3,
            "proposal_expiry_working_days": 15,
            "outcome_days": 10,
            "check_in_days": 14,
            "reminder_hours": [24],
            "idle_warn_days": idle_warn_days,
            "idle_alarm_days": 365,
            "idle_close_days": 366,
        },
        "terms_version": TERMS,
    }
    expected = Expected((fact,), PROGRAMME, {"rules.idle_warn_days": idle_warn_days})
    await world.web.command(world.coordinator, "PUT", "enrollment", PATH, body, lambda _: [expected])


async def hold_rounds(world: World) -> None:
    """Start a round every second or two; sometimes change the rules or complete a pairing."""
    number = 0
    while await world.pause(1.5):
        number += 1
        await _hold_round(world, number)
        if number % 4 == 0:
            world.begin(define(world, _IDLE_DAYS + number, "programme-changed"))
        if number % 2 == 0:
            await _complete_a_pairing(world, number)


async def _hold_round(world: World, number: int) -> None:
    def requested(round_: Row) -> list[Expected]:
        ends = ("round-proposed", "round-failed")
        return [Expected(("round-requested",), round_["id"]), Expected(ends, round_["id"], own=False)]

    ask = world.web.command
    round_ = await ask(world.coordinator, "POST", "matching", f"{PATH}/rounds", {}, requested)
    if round_ is None:
        return
    world.round_in_progress = True
    proposed = await _proposed(world, f"{PATH}/rounds/{round_['id']}")
    world.round_in_progress = False
    if not proposed:
        return
    path = f"{PATH}/rounds/{round_['id']}"
    page = await world.web.read(world.coordinator, "matching", f"{path}/proposals", limit=500)
    proposals = [proposal["id"] for proposal in page["items"]] if page else []
    excluded = [id_ for id_ in proposals if world.chance.happens(0.05, "excluded", id_, number)]

    def approved(_: Any) -> list[Expected]:
        # Somebody may have left the programme before the approval: then the proposal was withdrawn.
        out = [Expected(("proposal-withdrawn",), id_, own=False) for id_ in excluded]
        kept = [id_ for id_ in proposals if id_ not in excluded]
        facts = ("proposal-approved", "proposal-withdrawn")
        return out + [Expected(facts, id_, own=False) for id_ in kept]

    await ask(world.coordinator, "POST", "matching", f"{path}/approval", {"except": excluded}, approved)


async def _proposed(world: World, path: str) -> bool:
    """Wait until the round is done; return whether it has proposals."""
    deadline = time.monotonic() + _ROUND_SECONDS
    while time.monotonic() < deadline:
        round_ = await world.web.read(world.coordinator, "matching", path)
        if round_ and round_["state"] not in _OPEN:
            return bool(round_["state"] == "proposed")
        await asyncio.sleep(_LOOK_SECONDS)
    return False


async def _complete_a_pairing(world: World, number: int) -> None:
    page = await world.web.read(world.coordinator, "matching", f"{PATH}/pairings", state="active", limit=500)
    if not page or not page["items"]:
        return
    pairing = world.chance.choose(page["items"], "completed", number)["id"]
    world.begin(
        world.web.command(
            world.coordinator,
            "POST",
            "matching",
            f"{PATH}/pairings/{pairing}/end",
            {"reason": "completed"},
            lambda _: [Expected(("pairing-ended",), pairing, own=False)],
        )
    )
