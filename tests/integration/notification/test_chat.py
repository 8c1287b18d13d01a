"""The coordinators' digest in their chat: a real receiver on loopback, in place of their mailbox."""

import asyncio
from datetime import timedelta

import pytest
from fastapi import FastAPI, Request, Response

from services.notification.domain.delivery import DeliveryState
from shared.contracts.enrollment import EmployeesImported
from shared.testing.harness import TEST_NOW
from shared.testing.serving import serve

pytestmark = pytest.mark.integration

IMPORTED = EmployeesImported(import_id="i1", accepted=10, rejected=3, left=0)


class Receiver:
    """A webhook that keeps what it gets, or answers with a status."""

    def __init__(self):
        self.bodies = []
        self.statuses = []
        self.app = FastAPI()
        self.app.add_api_route("/hook", self.take, methods=["POST"])

    async def take(self, request: Request) -> Response:
        if self.statuses:
            return Response(status_code=self.statuses.pop(0), headers={"Location": "/hook"})
        self.bodies.append(await request.json())
        return Response("ok")


@pytest.fixture
async def receiver():
    it = Receiver()
    async with serve(it.app) as it.url:
        yield it


@pytest.fixture
def mail_settings(tmp_path):
    """Where the tenants' webhooks are, in the service that `world` runs."""
    folder = tmp_path / "chats"
    folder.mkdir()
    return {"chat_webhooks": str(folder)}


async def digest(world):
    await world.notification.given(IMPORTED)
    world.notification.clock.set(TEST_NOW + timedelta(days=1))


def write(mail_settings, text):
    with open(f"{mail_settings['chat_webhooks']}/acme", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(text)


async def test_slack_gets_the_digest_and_the_mailbox_does_not(world, receiver, mail_settings, capsys):
    write(mail_settings, f"slack {receiver.url}/hook\n")
    await digest(world)
    await world.in_state(DeliveryState.SENT, 1)
    (body,) = receiver.bodies
    assert body["text"].splitlines()[0] == "*Today: what needs you*"
    assert "3 rows of a personnel file were refused" in body["text"]
    assert body["text"].endswith("|See what needs you>")
    assert world.mailbox.mails == []
    assert "/hook" not in "".join(capsys.readouterr())


async def test_teams_gets_a_card(world, receiver, mail_settings):
    write(mail_settings, f"teams {receiver.url}/hook")
    await digest(world)
    await world.in_state(DeliveryState.SENT, 1)
    ((attachment,),) = [body["attachments"] for body in receiver.bodies]
    card = attachment["content"]
    assert (card["type"], card["body"][0]["text"]) == ("AdaptiveCard", "Today: what needs you")
    assert card["actions"][0]["type"] == "Action.OpenUrl"


@pytest.mark.parametrize(
    ("status", "state"),
    [(500, "failed"), (429, "failed"), (307, "failed"), (404, "given-up"), (410, "given-up")],
)
async def test_a_chat_that_refuses_is_tried_again_unless_it_is_gone(
    world, receiver, mail_settings, status, state
):
    receiver.statuses = [status]
    write(mail_settings, f"slack {receiver.url}/hook")
    await digest(world)
    (row,) = await world.in_state(DeliveryState(state), 1)
    assert row["attempts"] == 1
    assert receiver.bodies == []


async def test_a_chat_that_does_not_answer_keeps_no_mail_waiting(world, mail_settings, capsys):
    secret = "http://127.0.0.1:9/hook-with-a-secret"
    write(mail_settings, f"slack {secret}")
    await digest(world)
    (row,) = await world.in_state(DeliveryState.FAILED, 1)
    assert row["reason"] == "deferred"
    await world.notification.given(*world.enrolled)
    async with asyncio.timeout(60):
        await world.in_state(DeliveryState.SENT, 2)
    assert "hook-with-a-secret" not in "".join(capsys.readouterr())


async def test_without_a_file_that_can_be_read_the_mailbox_gets_it(world, mail_settings):
    write(mail_settings, "irc irc://somewhere")
    await digest(world)
    await world.in_state(DeliveryState.SENT, 1)
    assert len(world.mailbox.to("coordinators@acme.example")) == 1
