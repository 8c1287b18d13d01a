from datetime import timedelta
from email.policy import SMTP

from demo.mails import Inbox, Mail, read_mail
from demo.participants import Participant, Participants
from services.notification.domain.kinds import Kind
from services.notification.mails.content import Item
from shared.testing.harness import TEST_NOW
from simulation.chance import Chance
from simulation.personas import volunteers
from simulation.sample import make_company
from tests.unit.notification.letters import ANA, SESSION, WEBER, composer, delivery

LINK = "https://pages.example/task/abc_DEF-1"


def read(it, **fields):
    message = composer().compose(it, programme="RM", reader=WEBER, partner=ANA, now=TEST_NOW, **fields)
    return read_mail(message.as_bytes(policy=SMTP))


def people(count=2):
    personas = volunteers(make_company(60, 3), Chance(3))[:count]
    return Participants(None, [Participant(persona, None) for persona in personas])


def test_a_mail_says_what_it_asks_for_when_and_where():
    mail = read(delivery(Kind.CHECK_IN), link=LINK)
    assert mail == Mail(WEBER.email, TEST_NOW, ("check-in",), LINK)


def test_a_digest_has_the_kinds_of_its_items_and_no_one_task():
    items = [Item(delivery(kind), None, f"{LINK}-{kind}") for kind in (Kind.CHECK_IN, Kind.PROPOSAL)]
    mail = read(delivery(Kind.OWN_DIGEST), items=items)
    assert mail.kinds == ("check-in", "proposal")
    assert mail.task == ""


def test_calendar_files_fill_the_calendar_and_later_ones_replace_earlier_ones():
    who = people().people[0]
    moved = SESSION.model_copy(
        update={"starts_at": SESSION.starts_at + timedelta(days=1), "sequence": SESSION.sequence + 1}
    )
    who.receive(read(delivery(Kind.SESSION_MOVED, sessions=(moved,))))
    who.receive(read(delivery(Kind.SESSIONS_PLANNED)))
    coming = list(who.coming(TEST_NOW, timedelta(days=6)))
    assert [(each.session_id, each.starts_at) for each in coming] == [("s1", moved.starts_at)]
    cancelled = moved.model_copy(update={"sequence": moved.sequence + 1})
    who.receive(read(delivery(Kind.SESSIONS_CANCELLED, sessions=(cancelled,))))
    assert not list(who.coming(TEST_NOW, timedelta(days=6)))


def test_each_mail_is_read_once(tmp_path):
    inbox = Inbox(tmp_path)
    assert inbox.read_new() == []
    for number in range(2):
        mail = composer().compose(
            delivery(Kind.PAIRED), programme="RM", reader=WEBER, partner=ANA, now=TEST_NOW
        )
        (tmp_path / f"{number:020}.eml").write_bytes(mail.as_bytes(policy=SMTP))
        assert [each.kinds for each in inbox.read_new()] == [("paired",)]
    assert inbox.read_new() == []


async def test_people_read_the_mails_of_a_kind_together_and_only_while_they_take_part():
    participants = people()
    here, gone = participants.people
    participants.welcome(here, "p1", 0)
    calls = []

    async def find_out(who, since, link):
        calls.append((who.id, since, link))

    for who in (here, gone):
        who.receive(Mail("x@example.com", TEST_NOW, ("proposal-reminder",), "later"))
        who.receive(Mail("x@example.com", TEST_NOW - timedelta(days=1), ("proposal", "check-in"), LINK))
    await participants.each_reads(("check-in",), find_out)
    await participants.each_reads(("proposal", "proposal-reminder"), find_out)
    await participants.each_reads(("proposal", "proposal-reminder"), find_out)
    earlier = TEST_NOW - timedelta(days=1)
    assert calls == [("p1", earlier, LINK), ("p1", earlier, "")]
    assert participants.with_address(here.persona.employee.email.upper()) is here
    assert participants.with_address("coordinators@acme.example") is None
