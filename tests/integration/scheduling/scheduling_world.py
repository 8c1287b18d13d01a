"""A programme of its own for each test, with people and pairings, on one running service."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import httpx

from shared.contracts.enrollment import (
    MatchingProfile,
    ParticipantReady,
    ProgrammeOpened,
    ProgrammeRules,
)
from shared.contracts.matching import PairingActivated
from shared.contracts.vocabulary import Language, Role, TopicLevel, WorkingHours
from shared.kernel import Scope
from shared.testing import ServiceHarness


def hours(zone: str = "Europe/Berlin", starts: str = "09:00", ends: str = "17:00") -> WorkingHours:
    return WorkingHours(time_zone=zone, starts=starts, ends=ends)


@dataclass
class World:
    service: ServiceHarness
    programme: str

    @property
    def scope(self) -> Scope:
        return self.service.scope.model_copy(update={"programme": self.programme})

    def definition(self, *, ends_on: date = date(2026, 6, 30), **rules: object) -> ProgrammeOpened:
        return ProgrammeOpened(
            programme_id=self.programme,
            starts_on=date(2026, 1, 1),
            ends_on=ends_on,
            regions=("emea",),
            rules=ProgrammeRules.model_validate(rules),
        )

    def ready(self, name: str, role: Role, when: WorkingHours | None = None) -> ParticipantReady:
        return ParticipantReady(
            participant_id=f"{self.programme}-{name}",
            profile=MatchingProfile(
                employee_id=self.employee(name),
                role=role,
                capacity=2,
                grade=3 if role is Role.MENTOR else 10,
                department="sales",
                team="blue",
                region="emea",
                tenure_years=2,
                working_hours=when or hours(),
                languages=(Language(code="en", level=5),),
                line=(),
                topics=(TopicLevel(topic="ai", level=2),),
                features={"kind": "coach"},
            ),
        )

    def activated(self, mentor: str = "mia", mentee: str = "max") -> PairingActivated:
        now = self.service.clock.now()
        return PairingActivated(
            pairing_id=self.pairing(mentor, mentee),
            proposal_id="proposal",
            mentor_id=f"{self.programme}-{mentor}",
            mentee_id=f"{self.programme}-{mentee}",
            mentor_employee_id=self.employee(mentor),
            mentee_employee_id=self.employee(mentee),
            score=5000,
            mentor_ready_at=now,
            mentee_ready_at=now,
            activated_at=now,
        )

    def pairing(self, mentor: str = "mia", mentee: str = "max") -> str:
        return f"{self.programme}-{mentor}-{mentee}"

    def employee(self, name: str) -> str:
        return f"{self.programme}-e-{name}"

    async def given(self, *facts: object) -> None:
        await self.service.given(*facts, scope=self.scope)

    async def paired(self, *, ends_on: date = date(2026, 6, 30), **rules: object) -> list[dict]:
        """Open the programme, make mia and max ready and paired; returns the sessions."""
        await self.given(self.definition(ends_on=ends_on, **rules))
        await self.given(self.ready("mia", Role.MENTOR), self.ready("max", Role.MENTEE), self.activated())
        return await self.sessions()

    async def sessions(self, **query: object) -> list[dict]:
        answer = await self.get("sessions", "coordinator", **query)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def session(self, session_id: str) -> dict:
        return next(s for s in await self.sessions() if s["id"] == session_id)

    async def get(self, path: str, role: str, name: str = "", **query: object) -> httpx.Response:
        return await self.service.http.get(
            f"/programmes/{self.programme}/{path}", headers=self._token(role, name), params=query
        )

    async def post(self, path: str, name: str, body: dict, role: str = "participant", **headers: str):
        return await self.service.http.post(
            f"/programmes/{self.programme}/{path}", headers={**self._token(role, name), **headers}, json=body
        )

    async def pass_to(self, moment: str | datetime, **later: float) -> None:
        """Move the clock to an instant and so much later, and let what falls due happen."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        self.service.clock.set(at + timedelta(**later))
        await self.service.settled()

    async def facts(self, *types: type) -> list:
        await self.service.settled()
        published = await self.service.published(*types)
        return [event.data for event in published if event.scope.programme == self.programme]

    def _token(self, role: str, name: str) -> dict[str, str]:
        return self.service.token(role, employee_id=self.employee(name) if name else None)
