"""The coordinator: creates the programme, imports the HR export, starts the matching rounds."""

import asyncio
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from demo.calendar import STARTS_ON, day_number
from demo.client import Json, Person, Refused
from demo.participants import ROLES, Participants
from demo.preparing import OWN_QUESTIONS
from demo.terms import FIRST
from simulation.bad_rows import bad_rows
from simulation.chance import Chance
from simulation.sample import Employee, to_csv

REGIONS: Final = ("americas", "apac", "emea")
OBJECTIVES: Final = (
    {"name": "meet-as-planned", "measure": "sessions-held", "baseline": 50, "target": 75},
    {"name": "content-people", "measure": "satisfaction", "baseline": 3.0, "target": 3.8},
    {"name": "reach-most-volunteers", "measure": "participation", "baseline": 40, "target": 70},
    {
        "name": "use-digital-tools",
        "measure": "entered",
        "baseline": 30,
        "target": 50,
        "unit": "percent",
        "serves": "digital-skills",
        "owner": "people-team",
    },
)
_RULES: Final = {"cadence_weeks": 4, "proposal_expiry_working_days": 3}
_FIRST_ROUND_DAY: Final = 14
_LAST_ROUND_SHARE: Final = 0.7
_CLOSING_DAYS: Final = 14
"""No rounds after this share of the programme: later pairs would hardly meet before its end."""
_LEAST_SCORE: Final = 2000
"""The coordinator does not approve proposals with a lower score."""
_BUSY: Final = ("requested", "computing", "saving", "approving")
_LOOK_SECONDS: Final = 0.05
_ROUND_SECONDS: Final = 600.0
_TOOLS_USED: Final = 44
"""Percent of executives who use the tools, as another survey of the company found half-way."""
_LEAVER_SHARE: Final = 0.015
_PLACES_SHARE: Final = 0.9
"""Places for mentors, of those who would like to be one: the last ones wait until somebody leaves."""


@dataclass(frozen=True)
class Programme:
    """One programme and its coordinator.

    Args:
        participants: everybody.
        company: the employees.
        last_day: of the programme.
        chance: the run's.
    """

    participants: Participants
    company: Sequence[Employee]
    last_day: date
    chance: Chance

    @property
    def first_day(self) -> date:
        """Of the programme."""
        return STARTS_ON

    @property
    def days(self) -> int:
        """How long it lasts."""
        return (self.last_day - STARTS_ON).days

    async def open(self) -> Json:
        """Create the programme and import the company; return the result of the import."""
        body = {
            "name": "Reverse mentoring 2026",
            "starts_on": STARTS_ON.isoformat(),
            "ends_on": self.last_day.isoformat(),
            "regions": list(REGIONS),
            # A short programme closes later, after the last enrolment and the last round.
            "rules": {**_RULES, "closing_days": min(_CLOSING_DAYS, self.days // 4)},
            "objectives": list(OBJECTIVES),
            "terms_version": FIRST,
            "admission": {"mentor_places": self._mentor_places()},
        }
        coordinator = self.participants.coordinator
        await coordinator.put("enrollment", "", body)
        for role in ROLES:
            asked = {"questions": list(OWN_QUESTIONS), "based_on": 0}
            await coordinator.put("enrollment", f"/questions/{role}", asked)
        report: Json = await self._import(self.company, "partial")
        return report

    async def live(self, now: datetime) -> None:
        """Carry out what is due today: an export with leavers, a key result's figure, a round on Mondays."""
        day = day_number(now)
        if day == self._reorganisation_day():
            await self._import_without_leavers()
            figure = {"value": _TOOLS_USED, "measured_on": now.date().isoformat()}
            await self.participants.coordinator.post(
                "enrollment", "/key-results/use-digital-tools/figures", figure
            )
        monday = day % 7 == 0
        if monday and _FIRST_ROUND_DAY <= day <= self.days * _LAST_ROUND_SHARE and await self._some_wait():
            await self._hold_round()

    def _mentor_places(self) -> int:
        personas = [who.persona for who in self.participants.people]
        mentors = sum(each.role == "mentor" and each.willing for each in personas)
        return max(1, int(mentors * _PLACES_SHARE))

    def _reorganisation_day(self) -> int:
        """Return a Wednesday half-way through."""
        return self.days // 14 * 7 + 2

    async def _import(self, people: Iterable[Employee], mode: str) -> Json:
        content = to_csv(people).encode() + bad_rows(self.company[-1])
        report: Json = await self.participants.coordinator.upload(
            "enrollment", f"/imports?mode={mode}", content, "text/csv"
        )
        return report

    async def _import_without_leavers(self) -> None:
        gone = leavers(self.company, self.chance)
        await self._import((person for person in self.company if person.employee_id not in gone), "full")
        for who in self.participants.people:
            if who.persona.id in gone:
                who.done.add("left")
                who.left_on = None

    async def _some_wait(self) -> bool:
        """Return whether a mentor and a mentee are ready and have capacity."""
        summary = await self.participants.coordinator.get("matching", "/summary")
        return bool(summary["free_mentors"] and summary["free_mentees"])

    async def rounds_done(self) -> None:
        """Wait until no round is in progress.

        Raises:
            Refused: it takes too long.
        """
        deadline = time.monotonic() + _ROUND_SECONDS
        while (await self.participants.coordinator.get("matching", "/rounds", busy="true", limit=1))["total"]:
            if time.monotonic() > deadline:
                raise Refused("a round does not end")
            await asyncio.sleep(_LOOK_SECONDS)

    async def _hold_round(self) -> None:
        coordinator: Person = self.participants.coordinator
        started = await coordinator.post("matching", "/rounds")
        path = f"/rounds/{started['id']}"
        await self._until(path, "proposed")
        proposals = await coordinator.list("matching", f"{path}/proposals")
        poor = sorted(proposal["id"] for proposal in proposals if proposal["score"] < _LEAST_SCORE)
        await coordinator.post("matching", f"{path}/approval", {"except": poor})
        await self._until(path, "approved")

    async def _until(self, path: str, state: str) -> None:
        """Wait for a round that is computed in the background; the day doesn't end before."""
        deadline = time.monotonic() + _ROUND_SECONDS
        while (round_ := await self.participants.coordinator.get("matching", path))["state"] != state:
            if round_["state"] not in _BUSY or time.monotonic() > deadline:
                raise Refused(f"the round is {round_['state']}, not {state}: {round_['reason']}")
            await asyncio.sleep(_LOOK_SECONDS)


def leavers(company: Sequence[Employee], chance: Chance) -> Collection[str]:
    """Employee ids of those who leave the organisation half-way: of those who manage nobody."""
    managers = {person.manager_id for person in company}
    return {
        person.employee_id
        for person in company
        if person.employee_id not in managers and chance.happens(_LEAVER_SHARE, "leaver", person.employee_id)
    }
