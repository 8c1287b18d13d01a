"""Pairings and check-ins as chance would have them: any facts, in any combination that can be kept."""

from datetime import UTC, datetime, timedelta
from random import Random

from services.feedback.domain.check_in import Answer, CheckIn, CheckInState
from services.feedback.domain.health_record import HealthRecord, SessionRecord, SessionState
from services.feedback.domain.upstream import Participant, Standing
from shared.contracts.vocabulary import Role
from shared.kernel import Scope

NOW = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


def person(scope: Scope, role: Role, number: int, standing: Standing) -> Participant:
    return Participant(
        **scope.model_dump(),
        id=f"{role}-{number}",
        employee_id=f"e-{role}-{number}",
        role=role,
        standing=standing,
    )


class Chance:
    """Makes people and pairings from a seed.

    Args:
        seed: the same seed makes the same ones.
        scope: whose they are.
        people: how many of each role; the more pairings for each, the more often they speak.
        sessions: of a pairing at most.
    """

    def __init__(self, seed: int, scope: Scope, *, people: int, sessions: int = 6) -> None:
        self._random = Random(seed)
        self._scope = scope
        self._people = people
        self._sessions = sessions

    def participants(self) -> list[Participant]:
        return [
            person(self._scope, role, number, self._random.choice(list(Standing)))
            for role in Role
            for number in range(self._people)
        ]

    def record(self, number: int) -> HealthRecord:
        chance = self._random
        ends = sorted(self._ago(60) for _ in range(chance.randint(0, self._sessions)))
        mentor, mentee = (f"{role}-{chance.randrange(self._people)}" for role in (Role.MENTOR, Role.MENTEE))
        sessions = (
            SessionRecord(session_id=f"s-{number}-{nth}", ends_at=at, state=chance.choice(list(SessionState)))
            for nth, at in enumerate(ends)
        )
        return HealthRecord(
            **self._scope.model_dump(),
            id=f"pairing-{number}",
            mentor_id=mentor,
            mentee_id=mentee,
            activated_at=self._maybe(0.9, 60),
            ended_at=self._maybe(0.2, 10),
            completed=chance.random() < 0.3,
            alarmed_at=chance.choice([None, None, self._ago(60), *ends]),
            contacted_at=self._maybe(0.5, 60),
            sessions=tuple(sessions),
        )

    def check_ins(self, record: HealthRecord) -> list[CheckIn]:
        """Check-ins about a pairing's sessions; the two of a pairing may be in others as well."""
        sides = ((record.mentor_id, Role.MENTOR), (record.mentee_id, Role.MENTEE))
        return [
            self._check_in(record.id, nth, who, role)
            for nth in range(len(record.sessions))
            for who, role in sides
            if self._random.random() < 0.7
        ]

    def _check_in(self, pairing: str, nth: int, who: str, role: Role) -> CheckIn:
        chance = self._random
        answer = Answer(rating=chance.randint(1, 5))
        answered = chance.random() < 0.6
        silent = chance.choice([CheckInState.REQUESTED, CheckInState.LAPSED])
        asked_at = self._ago(14)
        return CheckIn(
            **self._scope.model_dump(),
            id=f"c-{pairing}-{nth}-{role}",
            session_id=f"s-{pairing}-{nth}",
            pairing_id=pairing,
            participant_id=who,
            employee_id=f"e-{who}",
            role=role,
            session_number=nth + 1,
            session_ended_at=asked_at,
            requested_at=asked_at,
            due_at=asked_at + timedelta(days=7),
            state=CheckInState.ANSWERED if answered else silent,
            answer=answer if answered else None,
            answered_at=self._ago(14) if answered else None,
        )

    def _maybe(self, likely: float, days: int) -> datetime | None:
        return self._ago(days) if self._random.random() < likely else None

    def _ago(self, days: int) -> datetime:
        """Whole days, so that much falls on the same instant and on the very limits of the rules."""
        return NOW.replace(microsecond=123000) - timedelta(days=self._random.randint(0, days))
