"""People join, wait for a place where none is free, and get ready once a mail asks them to."""

from datetime import timedelta

import pytest

from demo.calendar import opening
from demo.enrolling import Enrolling
from demo.invitations import Invitations
from demo.mails import Mail
from demo.participants import Participant, Participants
from demo.task_pages import TaskPages
from demo.terms import CHANGED
from simulation.behaviour import Behaviour
from simulation.chance import Chance
from simulation.personas import unwilling, volunteers
from simulation.sample import make_company

DAYS = 180
COMPANY = make_company(200, 3)
BEHAVIOUR = Behaviour(Chance(3))


class Me:
    """Enrollment and notification as one person meets them: it has a place or not."""

    def __init__(self, role):
        self.role, self.has_place, self.application, self.sent = role, True, None, []

    async def get(self, _, path):
        if path == "/me/entry":
            roles = [self.role] if self.has_place else []
            return {
                "admits": True,
                "roles_with_place": roles,
                "application": self.application,
                "invitation": {"invitation_id": "i1"},
            }
        if path == f"/questions/{self.role}":
            options = [{"id": "office"}, {"id": "video"}]
            return {"number": 1, "questions": [{"id": "meeting-place", "options": options}]}
        if path == "/me/training":
            return {"items": [{"module": "m", "required": True}, {"module": "n", "required": False}]}
        if path == "/training/m":
            return {"version": 1, "questions": [{}, {}]}
        return {"version": 1, "items": []}

    async def post(self, _, path, body):
        self.sent.append(path)
        if path == "/participants/p1/training/m/answers":
            rights = [given == right for given, right in zip(body["answers"], (2, 0), strict=True)]
            return {"completed": all(rights), "questions": [{"right": right} for right in rights]}
        if path == "/applications":
            self.application = {"state": "waitlisted"}
        return {"participant_id": "p1"}

    async def attempt(self, _, path, __):
        self.sent.append(path)

    async def put_own(self, _, path, __):
        self.sent.append(path)


@pytest.fixture
def who():
    personas = volunteers(make_company(60, 3), Chance(3))
    stays = next(
        each
        for each in personas
        if Behaviour(Chance(3)).leaves_programme_after(each, DAYS) is None
        and Behaviour(Chance(3)).mail_preferences(each) is None
        and Behaviour(Chance(3)).assesses_after(each) < DAYS
        and Behaviour(Chance(3)).trains_after(each) < DAYS
        and not Behaviour(Chance(3)).joins_by_link(each)
        and not Behaviour(Chance(3)).waits_for_reminder(each)
    )
    person = Participant(stays, Me(stays.role))
    person.receive(Mail("x", opening(), ("invitation",)))
    return person


async def live(who, day):
    participants, behaviour = Participants(None, [who]), Behaviour(Chance(3))
    pages, now = TaskPages(None, Chance(3)), opening() + timedelta(days=day)
    await Invitations(participants, behaviour, pages).live(now)
    await Enrolling(participants, behaviour, DAYS, pages).live(now)


async def test_people_get_ready_once_a_mail_asks_them_to(who):
    for day in (20, 110, 120):
        await live(who, day)
    assert who.me.sent == ["/participants"]
    who.receive(Mail("x", opening(), ("get-ready",)))
    for day in (130, 131, 132):
        await live(who, day)
    tries = ["/participants/p1/training/m/answers"] * 3
    assert who.me.sent == ["/participants", "/participants/p1/assessment", "/participants/p1/answers", *tries]


async def test_who_has_not_agreed_to_changed_terms_takes_no_step(who):
    await live(who, 20)
    who.receive(Mail("x", opening(), ("get-ready",)))
    await live(who, 110)
    assert who.me.sent == ["/participants"]
    who.terms = CHANGED
    await live(who, 111)
    assert who.me.sent == ["/participants", "/participants/p1/assessment"]


async def test_a_person_without_a_place_applies_and_joins_by_the_mail_of_an_offer(who):
    who.me.has_place = False
    for day in (20, 100):
        await live(who, day)
    assert (who.me.sent, who.id) == (["/applications"], "")
    await live(who, 101)
    who.me.application = {"state": "offered"}
    await live(who, 102)
    assert who.me.sent == ["/applications"]
    who.receive(Mail("x", opening(), ("place-offer",)))
    await live(who, 103)
    assert (who.me.sent, who.id) == (["/applications", "/participants"], "p1")


def person(**traits):
    """Somebody who is invited."""
    persona = next(
        each
        for each in [*volunteers(COMPANY, Chance(3)), *unwilling(COMPANY, Chance(3))]
        if all(decides(each) == wanted for decides, wanted in traits.values())
    )
    return Participant(persona, Me(persona.role))


WILLING = (lambda each: each.willing, True)
UNWILLING = (lambda each: each.willing, False)


async def test_who_does_not_want_to_declines_once_or_never_answers():
    answers = (lambda each: BEHAVIOUR.declines_invitation_after(each) is not None, True)
    silent = (answers[0], False)
    for traits, sent in ((answers, ["/invitations/i1/decline"]), (silent, [])):
        who = person(will=UNWILLING, answers=traits)
        await live(who, 1)
        assert who.me.sent == []  # not invited yet
        who.receive(Mail("x", opening(), ("invitation",)))
        for day in (2, 16, 17):
            await live(who, day)
        assert (who.me.sent, who.id) == (sent, "")


async def test_some_join_only_when_reminded_and_some_by_a_link_without_an_invitation():
    reminded = person(
        will=WILLING,
        link=(BEHAVIOUR.joins_by_link, False),
        waits=(BEHAVIOUR.waits_for_reminder, True),
    )
    reminded.receive(Mail("x", opening(), ("invitation",)))
    await live(reminded, 90)
    assert not reminded.id
    reminded.receive(Mail("x", opening(), ("invitation-reminder",)))
    await live(reminded, 91)
    assert reminded.id
    by_link = person(will=WILLING, link=(BEHAVIOUR.joins_by_link, True))
    await live(by_link, 90)
    assert by_link.id


async def test_who_left_comes_back_after_a_while_with_what_was_done():
    who = person(
        will=WILLING,
        link=(BEHAVIOUR.joins_by_link, True),
        stays=(lambda each: BEHAVIOUR.leaves_programme_after(each, DAYS) is None, True),
        comes_back=(lambda each: BEHAVIOUR.returns_after(each) is not None, True),
        ready=(lambda each: BEHAVIOUR.assesses_after(each) + BEHAVIOUR.trains_after(each) < 20, True),
    )
    await live(who, 60)
    who.receive(Mail("x", opening(), ("get-ready",)))
    for day in range(61, 65):
        await live(who, day)
    done = len(who.me.sent)
    assert who.me.sent[-1] == "/participants/p1/training/m/answers"
    who.done.add("left")
    who.left_on = 70
    back = who.left_on + BEHAVIOUR.returns_after(who.persona)
    await live(who, back - 1)
    assert not who.here
    for day in (back, back + 1, back + 50):
        await live(who, day)
    assert (who.here, who.me.sent[done:]) == (True, ["/participants"])
