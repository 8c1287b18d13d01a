"""A programme with a few people, as enrollment would tell it."""

import re
from datetime import date

from shared.contracts.enrollment import MatchingProfile, ParticipantReady, ProgrammeOpened, ProgrammeRules
from shared.contracts.vocabulary import CommunicationStyle, Language, Role, TopicLevel, WorkingHours


def opened(programme):
    return ProgrammeOpened(
        programme_id=programme,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        regions=("emea",),
        rules=ProgrammeRules(),
    )


def ready(role, number):
    mentor = role is Role.MENTOR
    profile = MatchingProfile(
        employee_id=f"e-{role}-{number}",
        role=role,
        grade=3 if mentor else 10,
        department="engineering" if mentor else "finance",
        team=f"{role}-{number}",
        region="emea",
        tenure_years=2,
        working_hours=WorkingHours(time_zone="Europe/Berlin", starts="09:00", ends="17:00"),
        languages=(Language(code="en", level=5),),
        line=(),
        topics=(TopicLevel(topic="ai-prompting", level=2),),
        kind="coach" if mentor else "show-me",
        style=CommunicationStyle(pace=3, directness=3, formality=3),
    )
    return ParticipantReady(participant_id=f"{role}-{number}", profile=profile)


async def settled(*services):
    for service in (*services, *services):
        await service.settled()


async def form_key(browser, path="/programmes/rm-2026/rounds"):
    """What makes a double click one command."""
    return re.search(r'name="key" value="(\w+)"', (await browser.get(path)).text)[1]
