"""The terms change once; people agree some days after the mail about it, and not without one."""

from datetime import timedelta

from demo.calendar import opening
from demo.mails import Mail
from demo.terms import CHANGED, FIRST, Terms, changes_on, in_force
from simulation.behaviour import Behaviour
from simulation.chance import Chance
from tests.unit.demo.people import participants

DAYS = 180
BEHAVIOUR = Behaviour(Chance(3))


def on(day):
    return opening() + timedelta(days=day)


async def test_the_coordinator_changes_the_terms_on_one_day():
    everybody = participants(wanted=lambda _: False)
    terms = Terms(everybody, BEHAVIOUR, DAYS)
    day = changes_on(DAYS)
    assert on(day).weekday() < 5
    for each in (day - 1, day, day + 1):
        await terms.live(on(each))
    assert [path for path, _ in everybody.coordinator.sent] == ["/terms-versions", "/terms"]
    assert (in_force(day - 1, DAYS), in_force(day, DAYS)) == (FIRST, CHANGED)


async def test_people_agree_after_the_mail_and_once():
    everybody = participants(wanted=lambda each: 0 < BEHAVIOUR.agrees_after(each) < 10)
    who, other = everybody.people[:2]
    terms = Terms(everybody, BEHAVIOUR, DAYS)
    who.receive(Mail("x", opening(), ("terms-changed",)))
    await terms.live(on(70))
    assert who.me.sent == []
    for day in (70 + BEHAVIOUR.agrees_after(who.persona), 90):
        await terms.live(on(day))
    consent = {"terms_version": CHANGED, "terms_language": "en"}
    assert who.me.sent == [(f"/participants/{who.id}/consent", consent)]
    assert (who.terms, other.me.sent) == (CHANGED, [])
