"""Coordinators create, change and delete webhooks of their own tenant; bad input is named by field."""

import pytest

from shared.contracts.enrollment import EmployeesImported
from shared.contracts.scheduling import SessionHeld
from shared.kernel import Scope
from tests.integration.notification.webhooks.webhooks_world import EVERY_SESSION, session

pytestmark = pytest.mark.integration

GLOBEX = Scope(tenant="globex", programme="rm-2026", region="emea")


async def test_tenants_never_meet(world):
    id_, _ = await world.create()
    theirs, _ = await world.create(tenant="globex", name="theirs")
    await world.service.given(session(SessionHeld, 1))
    await world.service.given(session(SessionHeld, 2), scope=GLOBEX)
    await world.states(id_, "delivered")
    await world.states(theirs, "delivered")
    assert len(world.receiver.requests) == 2
    assert [row["name"] for row in (await world.ask("GET"))["items"]] == ["LMS"]
    for path in ("", "/deliveries"):
        await world.ask("GET", f"/{theirs}{path}", status=404)
    for path in ("/pause", "/rotation", "/test"):
        await world.ask("POST", f"/{theirs}{path}", status=404)
    await world.ask("DELETE", f"/{theirs}", status=404)
    await world.ask("GET", f"/{theirs}", tenant="globex")


async def test_programmes_and_event_types_are_chosen(world):
    id_, _ = await world.create(programmes=["other"], event_types=[EmployeesImported.contract.type])
    imported = EmployeesImported(import_id="i1", accepted=1, rejected=0, left=0)
    await world.service.given(imported, session(SessionHeld))
    assert await world.log(id_) == []
    wanted = {"name": "HR", "url": world.receiver.url, "event_types": [EmployeesImported.contract.type]}
    await world.ask("PUT", f"/{id_}", **wanted)
    await world.service.given(imported.model_copy(update={"import_id": "i2"}))
    await world.states(id_, "delivered")
    assert (await world.log(id_, "?state=given-up")) == []
    (row,) = await world.log(id_, "?state=delivered")
    assert (row["attempts"], row["status"], row["failure"], row["next_at"]) == (1, 204, None, None)
    assert "body" not in row
    await world.ask("DELETE", f"/{id_}", status=204)
    await world.ask("GET", f"/{id_}", status=404)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("url", "http://example.com/hook", "url"),
        ("url", "https://10.0.0.1/hook", "url"),
        ("url", "https://example.com:25/", "url"),
        ("event_types", ["mentoring.feedback.check-in-submitted.v1"], "event_types[0]"),
        ("event_types", [], "event_types"),
        ("name", "", "name"),
        ("programmes", ["not an id"], "programmes.0"),
    ],
)
async def test_what_can_not_be_a_webhook_is_refused_by_field(world, field, value, named):
    wanted = {"name": "LMS", "url": world.receiver.url, "event_types": EVERY_SESSION, field: value}
    refused = await world.ask("POST", status=422, **wanted)
    assert [error["field"] for error in refused["errors"]] == [named]
    assert (await world.ask("GET"))["total"] == 0


async def test_a_coordinator_of_some_programmes_manages_none(world):
    headers = world.service.token("coordinator", programmes=["rm-2026"])
    for path in ("/webhooks", "/webhook-events"):
        assert (await world.service.http.get(path, headers=headers)).status_code == 403


async def test_the_accounts_that_create_and_change_a_webhook_are_recorded(world):
    id_, _ = await world.create()
    made = await world.ask("GET", f"/{id_}")
    assert (made["created_by"], made["changed_by"], made["changed_at"]) == ("tester", None, None)
    await world.ask("POST", f"/{id_}/pause")
    await world.ask("POST", f"/{id_}/rotation")
    changed = await world.ask("GET", f"/{id_}")
    assert (changed["created_by"], changed["changed_by"]) == ("tester", "tester")
    assert changed["changed_at"] >= changed["created_at"] == made["created_at"]
