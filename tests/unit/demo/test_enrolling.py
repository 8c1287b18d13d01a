"""People join, wait for a place where none is free, and get ready once a mail asks them to."""

from datetime import timedelta

import pytest

from demo.calendar import opening
from demo.enrolling import Enrolling
from demo.mails import Mail
from demo.participants import Participant, Participants
from simulation.behaviour import Behaviour
from simulation.chance import Chance
from simulation.personas import volunteers
from simulation.sample import make_company

DAYS = 180


class Me:
    """Enrollment and notification as one person meets them: it has a place or not."""

    def __init__(self, role):
        self.role, self.has_place, self.application, self.sent = role, True, None, []

    async def get(self, _, path):
        if path == "/me/entry":
            roles = [self.role] if self.has_place else []
            return {"admits": True, "roles_with_place": roles, "application": self.application}
        return {"version": 1, "items": []}

    async def post(self, _, path, __):
        self.sent.append(path)
        if path == "/applications":
            self.application = {"state": "waitlisted"}
        return {"participant_id": "p1"}

    async def put_own(self, _, path, __):
        self.sent.append(path)


@pytest.fixture
def who():
    personas = volunteers(make_company(60, 3), Chance(3))
    stays = next(
        each
        for each in personas
        if Behaviour(Chance(3)).leaves_programme_after(each, DAYS) is None
        and Behaviour(Chance(3)).mail_wishes(each) is None
        and Behaviour(Chance(3)).assesses_after(each) < DAYS
        and Behaviour(Chance(3)).trains_after(each) < DAYS
    )
    return Participant(stays, Me(stays.role))


async def live(who, day):
    await Enrolling(Participants(None, [who]), Behaviour(Chance(3)), DAYS).live(
        opening() + timedelta(days=day)
    )


async def test_people_get_ready_once_a_mail_asks_them_to(who):
    for day in (100, 110, 120):
        await live(who, day)
    assert who.me.sent == ["/participants"]
    who.receive(Mail("x", opening(), ("get-ready",)))
    for day in (130, 131, 132):
        await live(who, day)
    assert who.me.sent == ["/participants", "/participants/p1/assessment", "/participants/p1/training"]


async def test_a_person_without_a_place_applies_and_joins_by_the_mail_of_an_offer(who):
    who.me.has_place = False
    await live(who, 100)
    assert (who.me.sent, who.id) == (["/applications"], "")
    await live(who, 101)
    who.me.application = {"state": "offered"}
    await live(who, 102)
    assert who.me.sent == ["/applications"]
    who.receive(Mail("x", opening(), ("place-offer",)))
    await live(who, 103)
    assert (who.me.sent, who.id) == (["/applications", "/participants"], "p1")
