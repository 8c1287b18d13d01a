"""A programme, two participants who suit each other, and their pairing, as their owners publish them."""

from datetime import date, timedelta
from typing import Final

from shared.contracts.enrollment import MatchingProfile, ParticipantReady, ProgrammeOpened, ProgrammeRules
from shared.contracts.matching import PairingActivated
from shared.contracts.vocabulary import Language, Role, TopicLevel, WorkingHours
from shared.runtime.clock import SystemClock
from shared.testing.harness import TEST_NOW, TEST_SCOPE

_BEGINS: Final = TEST_NOW.date()
_LASTS: Final = timedelta(days=180)


def dates_around_today() -> dict[str, str]:
    """The dates of a programme in progress, for services on the machine's clock."""
    today = SystemClock().now().date()
    return {
        "starts_on": (today - timedelta(days=30)).isoformat(),
        "ends_on": (today + timedelta(days=180)).isoformat(),
    }


def opened(starts_on: date = _BEGINS) -> ProgrammeOpened:
    """A programme of half a year, by the usual rules."""
    return ProgrammeOpened(
        programme_id=TEST_SCOPE.programme,
        starts_on=starts_on,
        ends_on=starts_on + _LASTS,
        regions=(TEST_SCOPE.region,),
        rules=ProgrammeRules(),
    )


def ready(role: Role, number: int = 0) -> ParticipantReady:
    """A person who may be matched, with anybody of the other role; the ids tell role and number."""
    mentor = role is Role.MENTOR
    profile = MatchingProfile(
        employee_id=f"e-{role}-{number}",
        role=role,
        grade=3 if mentor else 10,
        department="engineering" if mentor else "finance",
        team=f"{role}-{number}",
        region=TEST_SCOPE.region,
        tenure_years=2,
        working_hours=WorkingHours(time_zone="Europe/Berlin", starts="09:00", ends="17:00"),
        languages=(Language(code="en", level=5),),
        line=(),
        topics=(TopicLevel(topic="ai-prompting", level=2),),
        features={"kind": "coach" if mentor else "show-me"},
    )
    return ParticipantReady(participant_id=f"{role}-{number}", profile=profile)


def paired(**changes: str | int) -> PairingActivated:
    """The first mentor and the first mentee are partners from the test's beginning."""
    return PairingActivated.model_validate(
        {
            "pairing_id": "pair-1",
            "proposal_id": "p1",
            "mentor_id": "mentor-0",
            "mentee_id": "mentee-0",
            "mentor_employee_id": "e-mentor-0",
            "mentee_employee_id": "e-mentee-0",
            "score": 8000,
            "mentor_ready_at": TEST_NOW,
            "mentee_ready_at": TEST_NOW,
            "activated_at": TEST_NOW,
            **changes,
        }
    )
