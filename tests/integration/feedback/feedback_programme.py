"""One programme in a running feedback service, and what may happen in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shared.contracts.enrollment import (
    MatchingProfile,
    Objective,
    ParticipantEnrolled,
    ParticipantReady,
    ParticipantWithdrawn,
    ProgrammeOpened,
    ProgrammeRules,
    WithdrawalReason,
)
from shared.contracts.matching import PairingActivated
from shared.contracts.scheduling import SessionHeld
from shared.contracts.vocabulary import Language, Role, TopicLevel, WorkingHours
from shared.testing.harness import TEST_NOW, ServiceHarness

OBJECTIVES = (
    Objective(name="happy-pairs", measure="satisfaction", baseline=3.0, target=4.2),
    Objective(name="they-meet", measure="sessions-held", baseline=50, target=85),
    Objective(name="all-paired", measure="participation", baseline=0, target=90),
)


def ready(participant: str, role: Role, *line: str) -> ParticipantReady:
    """Somebody is ready, with these managers."""
    profile = MatchingProfile(
        employee_id=f"e-{participant}",
        role=role,
        grade=5,
        department="Finance",
        team="Audit",
        region="emea",
        tenure_years=3,
        working_hours=WorkingHours(time_zone="Europe/Berlin", starts="09:00", ends="17:00"),
        languages=(Language(code="en", level=4),),
        line=line,
        topics=(TopicLevel(topic="ai-prompting", level=2),),
        features={"kind": "coach"},
    )
    return ParticipantReady(participant_id=participant, profile=profile)


def withdrawn(participant: str, role: Role) -> ParticipantWithdrawn:
    return ParticipantWithdrawn(
        participant_id=participant,
        employee_id=f"e-{participant}",
        role=role,
        reason=WithdrawalReason.OWN_CHOICE,
    )


@dataclass(frozen=True)
class Pair:
    """A pairing in the test's programme."""

    name: str

    @property
    def pairing_id(self) -> str:
        return f"pairing-{self.name}"

    @property
    def mentor(self) -> str:
        return f"mentor-{self.name}"

    @property
    def mentee(self) -> str:
        return f"mentee-{self.name}"

    def employee(self, participant: str) -> str:
        return f"e-{participant}"

    def enrolled(self) -> list[ParticipantEnrolled]:
        return [
            ParticipantEnrolled(participant_id=who, employee_id=self.employee(who), role=role)
            for who, role in ((self.mentor, Role.MENTOR), (self.mentee, Role.MENTEE))
        ]

    def activated(self, at: datetime = TEST_NOW) -> PairingActivated:
        return PairingActivated(
            pairing_id=self.pairing_id,
            proposal_id=f"proposal-{self.name}",
            mentor_id=self.mentor,
            mentee_id=self.mentee,
            mentor_employee_id=self.employee(self.mentor),
            mentee_employee_id=self.employee(self.mentee),
            score=7000,
            mentor_ready_at=at,
            mentee_ready_at=at,
            activated_at=at,
        )

    def session(self, number: int = 1, starts_at: datetime | None = None) -> dict[str, Any]:
        starts = starts_at or TEST_NOW - timedelta(hours=2)
        return {
            "session_id": f"session-{self.name}-{number}",
            "pairing_id": self.pairing_id,
            "mentor_id": self.mentor,
            "mentee_id": self.mentee,
            "number": number,
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=1),
        }

    def held(self, number: int = 1, starts_at: datetime | None = None) -> SessionHeld:
        return SessionHeld(**self.session(number, starts_at))


def opened(**rules: Any) -> ProgrammeOpened:
    return ProgrammeOpened(
        programme_id="rm-2026",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        regions=("emea", "apac"),
        rules=ProgrammeRules(**rules),
        objectives=OBJECTIVES,
    )


@dataclass(frozen=True)
class Programme:
    """Steps of a test with the running service."""

    service: ServiceHarness

    def person(self, participant: str) -> dict[str, str]:
        return self.service.token("participant", employee_id=f"e-{participant}", subject=participant)

    @property
    def coordinator(self) -> dict[str, str]:
        return self.service.token("coordinator")

    def stored(self, collection: str) -> Any:
        """The documents of this organisation in a collection."""
        return self.service.app.state.database[collection].find({"tenant": self.service.scope.tenant})

    async def paired(self, name: str, *, region: str = "emea") -> Pair:
        pair = Pair(name)
        scope = self.service.scope.model_copy(update={"region": region})
        await self.service.given(*pair.enrolled(), pair.activated(), scope=scope)
        return pair

    async def met(self, name: str, *, region: str = "emea") -> Pair:
        pair = await self.paired(name, region=region)
        await self.service.given(pair.held())
        return pair

    async def get(self, path: str, headers: dict[str, str], **params: Any) -> Any:
        answer = await self.service.http.get(f"/programmes/rm-2026{path}", headers=headers, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, headers: dict[str, str], body: Any = None) -> Any:
        return await self.service.http.post(f"/programmes/rm-2026{path}", headers=headers, json=body)

    async def open_check_in(self, participant: str) -> str:
        page = await self.get("/me/check-ins", self.person(participant), state="requested")
        return str(page["items"][0]["check_in_id"])

    async def answers(self, participant: str, *, rating: int) -> None:
        check_in = await self.open_check_in(participant)
        path = f"/check-ins/{check_in}/answer"
        answer = await self.post(path, self.person(participant), {"rating": rating})
        assert answer.status_code == 200, answer.text

    async def health_of(self, pair: Pair) -> dict[str, Any]:
        page = await self.get("/pairings/health", self.coordinator, limit=500)
        return next(item for item in page["items"] if item["pairing_id"] == pair.pairing_id)
