"""Dead letters of a matching service, decided on from the console and from the command line."""

import asyncio
import json
import re

import pytest
from typer.testing import CliRunner

from devstack.cli import app as command_line
from devstack.files import write_json
from devstack.tokens import LocalIssuer
from services.console.app import create_app as create_console
from services.matching.app import create_app as create_matching
from shared.contracts.enrollment import ParticipantWithdrawn
from shared.contracts.vocabulary import Role
from shared.schema.personal import HIDDEN
from shared.testing import run_service
from shared.testing.harness import TEST_SCOPE
from shared.testing.serving import serve

pytestmark = [pytest.mark.integration, pytest.mark.e2e]

WITHDRAWN = "mentoring.enrollment.participant-withdrawn.v1"


@pytest.fixture
def root(tmp_path):
    """Where a devstack would keep its keys and addresses."""
    LocalIssuer(tmp_path / "keys")
    return tmp_path


@pytest.fixture
async def matching(environment, root):
    """A matching service that gives up at once, and believes the issuer of the root."""
    jwks = str(root / "keys" / "jwks.json")
    async with (
        run_service(create_matching, environment, retry_attempts=1, jwks=jwks) as harness,
        serve(harness.app) as address,
    ):
        harness.address = address
        write_json(root / "services.json", {"matching": address, "scheduling": address})
        yield harness


@pytest.fixture
def mentoring(root):
    """The command, as in a terminal, while the services go on."""

    async def run(*arguments, where=("--root", str(root)), **environment):
        return await asyncio.to_thread(
            CliRunner().invoke, command_line, ["dead-letters", *arguments, *where], env=environment
        )

    return run


def token(root, *roles):
    return LocalIssuer(root / "keys").mint("olga", "acme", roles)


async def poison(matching, *numbers):
    for number in numbers:
        data = ParticipantWithdrawn(
            participant_id=f"mentor-{number}",
            employee_id=f"e-{number}",
            role=Role.MENTOR,
            reason="own-choice",
        )
        envelope = matching._envelope(data, TEST_SCOPE, matching.clock.now())
        await matching.producer.send_and_wait(
            matching.settings.topic_prefix + data.contract.topic,
            b'{"participant_id": 7}',
            key=envelope.key.encode(),
            headers=[(name, text.encode()) for name, text in envelope.headers().items()],
        )
    await matching.settled()


async def dead(matching):
    return (await matching.app.state.streams.parking.counts())["dead"]


async def test_from_the_command_line(matching, mentoring):
    await poison(matching, 1, 2, 3)
    listed = await mentoring("list", "matching", "--limit", "2")
    assert listed.exit_code == 0, listed.output
    assert listed.stdout.count(WITHDRAWN) == 2
    assert listed.stdout.endswith("2 of 3 dead letters of matching\n")

    items = json.loads((await mentoring("list", "matching", "--json")).stdout)["items"]
    assert items[0]["value"] == HIDDEN
    one = await mentoring("discard", "matching", "--id", items[0]["id"], "--why", "sent by a test")
    assert "1 letter discarded, 0 of the choice remain\n" in one.stdout
    assert await dead(matching) == 2
    by_key = await mentoring("discard", "matching", "--key", items[1]["key"], "--why", "that one too")
    assert "1 letter discarded" in by_key.stdout

    again = await mentoring("redrive", "matching", "--type", WITHDRAWN, "--why", "hoping")
    assert "1 letter redriven" in again.stdout  # the service, in this process, may log there meanwhile
    await matching.settled()
    assert await dead(matching) == 1, "it failed once more"
    rest = await mentoring("discard", "matching", "--all", "--why", "no use")
    assert rest.stdout.startswith("1 letter discarded")
    nothing = await mentoring("discard", "matching", "--all", "--why", "no use")
    assert (nothing.exit_code, nothing.stdout) == (0, "0 letters discarded, 0 of the choice remain\n")

    audit = (await mentoring("audit", "matching")).stdout.splitlines()
    assert [line.split("  ")[1].strip() for line in audit] == ["discard", "redrive", "discard", "discard"]
    assert audit[-1].endswith("1 letter  devstack: sent by a test")
    decisions = json.loads((await mentoring("audit", "matching", "--json")).stdout)
    assert decisions[-1]["ids"] == [items[0]["id"]]


async def test_in_another_installation_by_its_address_and_a_token(matching, mentoring, root):
    await poison(matching, 1)
    where = ("--url", matching.address)
    listed = await mentoring("list", "matching", where=where, MENTORING_TOKEN=token(root, "ops"))
    assert "1 of 1 dead letters" in listed.stdout
    refused = await mentoring("list", "matching", where=where, MENTORING_TOKEN=token(root, "coordinator"))
    assert (refused.exit_code, refused.stderr) == (1, "error: matching: Only for: ops, service (403)\n")
    forged = await mentoring("list", "matching", where=where, MENTORING_TOKEN="a.b.c")
    assert forged.exit_code == 1
    assert "(401)" in forged.stderr
    assert forged.stderr.count("\n") == 1


async def test_what_the_service_refuses_is_one_line(matching, mentoring):
    await poison(matching, 1)
    short = await mentoring("discard", "matching", "--all", "--why", "no")
    assert short.exit_code == 1
    assert short.stderr.startswith("error: matching: why: ")
    other = await mentoring("discard", "scheduling", "--all", "--why", "wrong address")
    assert other.exit_code == 1
    assert "is matching, not scheduling" in other.stderr
    assert await dead(matching) == 1


async def test_from_the_console_with_the_users_own_token(environment, matching, root):
    await poison(matching, 1)
    settings = {
        "topic_prefix": matching.settings.topic_prefix,
        "matching_url": matching.address,
        "jwks": matching.settings.jwks,
    }
    headers = {"Authorization": f"Bearer {token(root, 'ops')}"}
    async with run_service(create_console, environment, **settings) as console:
        page = await console.http.get("/ops/matching/dead-letters", headers=headers)
        (letter,) = re.findall(r'name="ids" value="(\w+)"', page.text)
        assert "acme/rm-2026/participant/mentor-1" in page.text
        order = {"action": "discard", "ids": letter, "why": "sent by a test"}
        done = await console.http.post("/ops/matching/dead-letters", data=order, headers=headers)
        page = await console.http.get(done.headers["location"], headers=headers)
    assert "1 event discarded." in page.text
    assert re.search(r"Events discarded</td><td[^>]*>olga</td><td[^>]*>sent by a test</td>", page.text)
    assert await dead(matching) == 0
