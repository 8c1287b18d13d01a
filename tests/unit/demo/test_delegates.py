"""Some executives name an assistant, who accepts once a mail has asked, and then moves their sessions."""

from datetime import timedelta

import pytest

from demo.calendar import opening
from demo.delegates import Delegates
from demo.mails import Mail
from simulation.behaviour import Behaviour
from simulation.chance import Chance
from tests.unit.demo.people import COMPANY, Client, participants

BEHAVIOUR = Behaviour(Chance(3))


@pytest.fixture
def everybody():
    return participants(wanted=lambda each: each.role == "mentor" or BEHAVIOUR.has_assistant(each))


async def test_assistants_are_named_by_address_and_accept_by_mail(everybody):
    assistants = {}

    def client(employee_id):
        assistants[employee_id] = Client(employee_id)
        return assistants[employee_id]

    delegates = Delegates(everybody, BEHAVIOUR, COMPANY, {COMPANY[-1].employee_id}, client)
    executives = [who for who in everybody.people if who.persona.role == "mentee"]
    assert len(assistants) == len(executives) > 1
    assert assistants.keys().isdisjoint(who.persona.id for who in everybody.people)
    for day in (0, 1, 2):
        await delegates.live(opening() + timedelta(days=day))
    named = [who.me.sent for who in executives]
    assert [[path for path, _ in sent] for sent in named] == [["/me/delegate"]] * len(executives)
    who = executives[0]
    address = named[0][0][1]["person"]
    assistant = assistants[next(each.employee_id for each in COMPANY if each.email == address)]
    assert delegates.of(who) is None
    assistant.answers["/me/delegations"] = {"items": [{"participant_id": who.id}]}
    everybody.with_address(address.upper()).receive(Mail(address, opening(), ("delegate-asked",)))
    for day in (3, 4):
        await delegates.live(opening() + timedelta(days=day))
    assert assistant.sent == [(f"/delegations/{who.id}/answer", {"accepts": True})]
    assert (delegates.of(who).me, delegates.accepted) == (assistant, 1)
    who.done.add("returned")
    assert delegates.of(who) is None
