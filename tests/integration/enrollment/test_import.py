"""HR exports: kept, refused by line, repeated, cut off, and people who leave."""

import asyncio
import hashlib
import io
from datetime import UTC, datetime

import pytest

from services.enrollment.commands.imports import row_reader
from services.enrollment.commands.imports import transactions as commands
from services.enrollment.commands.imports import turn as turns
from services.enrollment.commands.imports.turn import LEASE, take_turn
from services.enrollment.domain.export import read_export
from services.enrollment.domain.hr_import import ImportMode
from shared.contracts.enrollment import EmployeesImported, ParticipantReady, ParticipantWithdrawn
from shared.runtime.caller import Caller, CallerRole
from shared.service.commands import Runner
from simulation.sample import write_sample

pytestmark = pytest.mark.integration

BASE = "/programmes/rm-2026"
PLAN = {
    "name": "Another organisation's",
    "starts_on": "2026-01-12",
    "ends_on": "2026-07-10",
    "regions": ["emea"],
    "terms_version": "1",
}


def row_of(export, employee_id):
    return next(row for row in export if row["employee_id"] == employee_id)


def changed(export, employee_id, **cells):
    return [{**row, **cells} if row["employee_id"] == employee_id else row for row in export]


def without(export, *employee_ids):
    return [row for row in export if row["employee_id"] not in employee_ids]


async def profiles_of(service, participant):
    await service.settled()
    return [
        event.data.profile
        for event in await service.published(ParticipantReady)
        if event.data.participant_id == participant["participant_id"]
    ]


async def test_the_same_file_again_changes_nothing(service, steps, export):
    first = (await steps.send(export)).json()
    again = (await steps.send(export)).json()
    assert again == {**first, "changed": 0}
    await service.settled()
    imported_events = [
        event
        for event in await service.published(EmployeesImported)
        if event.data.import_id == first["import_id"]
    ]
    assert [event.data.accepted for event in imported_events] == [300]


async def test_bad_rows_are_named_by_line_and_good_ones_kept(service, steps, export, juniors):
    template = {**row_of(export, juniors[0]), "name": "New Person"}
    given = [
        {**template, "employee_id": "n1"},
        {**template, "employee_id": "n2", "grade": "13"},
        {**template, "employee_id": "n3", "time_zone": "Europe/Atlantis", "languages": "english"},
        {**template, "employee_id": "n4", "manager_id": "NOBODY"},
        {**template, "employee_id": "n5", "manager_id": "n6"},
        {**template, "employee_id": "n6", "manager_id": "n5"},
        {**template, "employee_id": "n1"},
        {**template, "employee_id": "n7", "manager_id": "n8"},
        {**template, "employee_id": "n8"},
    ]
    rows = [{**row, "email": f"{row['employee_id']}@example.com"} for row in given]
    taken = (await steps.send(rows)).json()
    assert (taken["accepted"], taken["rejected"], taken["error_count"]) == (3, 6, 7)
    faults = [(error["line"], error["employee_id"], error["field"]) for error in taken["errors"]]
    assert faults == [
        (3, "n2", "grade"),
        (4, "n3", "languages"),
        (4, "n3", "time_zone"),
        (5, "n4", "manager_id"),
        (6, "n5", "manager_id"),
        (7, "n6", "manager_id"),
        (8, "n1", "employee_id"),
    ]
    coordinator = service.token("coordinator")
    for known, status in {"n1": 200, "n7": 200, "n8": 200, "n2": 404, "n4": 404, "n5": 404}.items():
        answer = await service.http.get(f"{BASE}/employees/{known}", headers=coordinator)
        assert answer.status_code == status, known


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        (b"employee_id,name\nE1,Ada\n", "header", "grade"),
        (b"", "header", "employee_id"),
        (b'"employee_id" x,name\n', "header", "not CSV"),
    ],
)
async def test_an_unusable_file_is_refused_as_a_whole(steps, content, field, words):
    answer = await steps.send_bytes(content)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert words in answer.json()["detail"]


async def test_a_byte_order_mark_is_no_part_of_the_header(steps, export):
    content = ("\ufeff" + ",".join(export[0]) + "\n" + ",".join(export[0].values()) + "\n").encode()
    assert (await steps.send_bytes(content)).json()["accepted"] == 1


async def test_only_csv_is_taken(service):
    answer = await service.http.post(f"{BASE}/imports", json={}, headers=service.token("coordinator"))
    assert answer.status_code == 415


async def test_a_changed_fact_reaches_matching(service, steps, export, juniors):
    participant = await steps.make_ready(juniors[10])
    new_team = changed(export, juniors[10], team="NEW-0001", grade="5")
    assert (await steps.send(new_team)).json()["changed"] == 1
    old, new = await profiles_of(service, participant)
    assert (new.team, new.grade) == ("NEW-0001", 5)
    assert new.model_copy(update={"team": old.team, "grade": old.grade}) == old
    assert (await steps.send(new_team)).json()["changed"] == 0
    assert len(await profiles_of(service, participant)) == 2
    await steps.send(export)


async def test_a_new_name_is_no_news_for_matching(service, steps, export, juniors):
    participant = await steps.make_ready(juniors[11])
    assert (await steps.send(changed(export, juniors[11], name="Somebody Else"))).json()["changed"] == 1
    assert len(await profiles_of(service, participant)) == 1
    await steps.send(export)


async def test_a_manager_who_moves_changes_the_lines_below(service, steps, export, juniors):
    participant = await steps.make_ready(juniors[12])
    (before,) = await profiles_of(service, participant)
    assert len(before.line) >= 3
    manager, head = before.line[0], before.line[-1]
    await steps.send(changed(export, manager, manager_id=head))
    *_, after = await profiles_of(service, participant)
    assert after.line == (manager, head)
    await steps.send(export)
    *_, back = await profiles_of(service, participant)
    assert back == before


async def test_who_is_missing_from_a_full_file_has_left(service, steps, export, juniors):
    participant = await steps.make_ready(juniors[13])
    rest = without(export, juniors[13])
    assert (await steps.send(rest, mode="partial")).json()["left"] == 0
    taken = (await steps.send(rest, mode="full")).json()
    assert taken["left"] >= 1
    assert (await steps.send(rest, mode="full")).json()["left"] == 0
    await service.settled()
    gone = [
        event.data
        for event in await service.published(ParticipantWithdrawn)
        if event.data.participant_id == participant["participant_id"]
    ]
    assert [fact.reason for fact in gone] == ["left-organisation"]
    assert (await steps.enrol(juniors[13])).json()["errors"][0]["field"] == "employee_id"
    total = (
        await service.http.get(f"{BASE}/employees?limit=1", headers=service.token("coordinator"))
    ).json()["total"]
    assert total == 299
    assert (await steps.send(export)).json()["changed"] == 1
    assert (await steps.enrol(juniors[13])).json()["state"] == "ready"


async def test_a_full_file_cut_short_needs_confirmation(service, steps, export):
    half = export[:100]
    refused = await steps.send(half, mode="full")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "mode"
    header_only = await steps.send_bytes(",".join(export[0]).encode(), mode="full", confirm_leavers="true")
    assert header_only.status_code == 422
    total = await service.http.get(f"{BASE}/employees?limit=1", headers=service.token("coordinator"))
    assert total.json()["total"] >= 299


async def test_a_comma_in_a_name_sends_nobody_away(service, steps, export, juniors):
    participant = await steps.make_ready(juniors[14])
    sound = steps.csv(without(export, juniors[14]))
    torn = steps.csv([row_of(export, juniors[14])]).split(b"\n", 1)[1].replace(b" ", b", ", 1)
    assert torn.count(b",") == len(export[0])
    taken = (await steps.send_bytes(sound + torn, mode="full")).json()
    assert (taken["left"], taken["rejected"]) == (0, 1)
    assert [(error["employee_id"], error["field"]) for error in taken["errors"]] == [(juniors[14], "row")]
    mine = await service.http.get(
        f"{BASE}/participants/{participant['participant_id']}", headers=steps.me(juniors[14])
    )
    assert mine.json()["state"] == "ready"


async def test_a_row_without_an_id_lets_nobody_go(steps, export, juniors):
    rest = [*without(export, juniors[15]), {**row_of(export, juniors[16]), "employee_id": ""}]
    taken = (await steps.send(rest, mode="full")).json()
    assert taken["left"] == 0
    assert [error["field"] for error in taken["errors"]] == ["employee_id", "mode"]
    assert "none of the 1 people" in taken["errors"][1]["message"]


async def test_every_fault_can_be_looked_up_later(service, steps, export):
    rows = [
        {**export[0], "employee_id": f"x{number}", "email": f"x{number}@example.com", "grade": "0"}
        for number in range(903)
    ]
    taken = (await steps.send(rows)).json()
    assert (taken["error_count"], len(taken["errors"])) == (903, 903)
    path = f"{BASE}/imports/{taken['import_id']}"
    coordinator = service.token("coordinator")
    pages = [
        (await service.http.get(f"{path}?limit=450&offset={offset}", headers=coordinator)).json()
        for offset in (0, 450, 900, 950)
    ]
    lines = [error["line"] for page in pages for error in page["errors"]]
    assert lines == list(range(2, 905))
    assert pages[3] == {**taken, "errors": []}
    other = service.token("coordinator", tenant="globex")
    assert (await service.http.get(path, headers=other)).status_code == 404


async def test_an_import_cut_off_is_completed_by_the_same_file(service, steps):
    out = io.StringIO(newline="")
    write_sample(out, people=2500, seed=11)
    content = out.getvalue().replace("\nE", "\nX").replace(",E0", ",X0").replace("@", "@x.").encode()
    people = list(read_export(content, service.scope.tenant, service.clock.now().date()).employees.values())
    assert len(people) == 2500
    await _begin_and_stop(service, content, people[:1000])
    taken = (await steps.send_bytes(content)).json()
    assert (taken["accepted"], taken["changed"], taken["rejected"]) == (2500, 2500, 0)
    await service.settled()
    imported_events = [event.data for event in await service.published(EmployeesImported)]
    assert [fact.accepted for fact in imported_events if fact.import_id == taken["import_id"]] == [2500]


def _caller(service):
    return Caller(
        sub="tester",
        tenant=service.scope.tenant,
        roles=frozenset({CallerRole.COORDINATOR}),
        programmes=frozenset({"*"}),
        no_employee=True,
    )


def _runner(service):
    return Runner(
        service.app.state.group_commit,
        service.clock,
        correlation_id="cut-off",
        idempotency_key=None,
        traceparent="",
    )


async def _begin_and_stop(service, content, people):
    """Leave the state of a service that was killed after its first chunk."""
    caller, run = _caller(service), _runner(service)
    digest = hashlib.sha256(content).hexdigest()
    id_ = await run.command(caller, "rm-2026", commands.begin_import, digest, ImportMode.PARTIAL)
    await run.command(caller, "rm-2026", commands.take_in, id_, commands.Chunk(people))


async def test_two_imports_of_one_file_at_once_are_one_import(service, steps, export):
    rows = [
        {**row, "employee_id": "t" + row["employee_id"], "email": "t" + row["email"], "manager_id": ""}
        for row in export
    ]
    answers = await asyncio.gather(*(steps.send(rows) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {200}
    (id_,) = {answer.json()["import_id"] for answer in answers}
    await service.settled()
    imported_events = [
        event for event in await service.published(EmployeesImported) if event.data.import_id == id_
    ]
    assert len(imported_events) == 1


async def test_a_broken_file_is_refused_whole_and_leaves_nothing_behind(service, steps, export):
    rows = [{**export[0], "employee_id": f"b{number}", "grade": "0", "region": ""} for number in range(600)]
    answer = await steps.send(rows)
    assert answer.status_code == 422
    assert "more than 1000 faults" in answer.json()["detail"]
    assert "line 2, grade" in answer.json()["detail"]
    coordinator = service.token("coordinator")
    assert (await service.http.get(f"{BASE}/employees/b0", headers=coordinator)).status_code == 404


async def test_warnings_and_unread_columns_are_reported_at_once_and_later(service, steps, export, juniors):
    rows = [
        {**row_of(export, juniors[0]), "employee_id": "w1", "email": "w1@x.org", "grade": "0", "extra": ""},
        {**row_of(export, juniors[0]), "employee_id": "w2", "email": "w2@x.org", "manager_id": "w1"},
    ]
    taken = (await steps.send(rows)).json()
    assert taken["ignored_columns"] == ["extra"]
    assert (taken["accepted"], taken["rejected"], taken["warning_count"]) == (1, 1, 1)
    assert [(warning["line"], warning["employee_id"]) for warning in taken["warnings"]] == [(3, "w2")]
    path = f"{BASE}/imports/{taken['import_id']}"
    later = await service.http.get(path, headers=service.token("coordinator"))
    assert later.json() == taken


async def test_imports_and_their_faults_expire_after_30_days(service):
    for name in ("imports", "import-errors"):
        indexes = await service.app.state.database[name].index_information()
        assert indexes["expiry"]["expireAfterSeconds"] == 30 * 86_400


async def test_an_organisation_imports_one_file_at_a_time(service, steps, export, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.0)
    elsewhere = service.token("coordinator", tenant="other")
    await service.http.put(BASE, json=PLAN, headers=elsewhere)
    async with turns.turn(_runner(service), _caller(service)):
        refused = await steps.send(export[:1])
        assert (refused.status_code, refused.headers["retry-after"]) == (409, "10")
        assert refused.json()["title"] == "an import of this organisation is in progress"
        others = await service.http.post(
            f"{BASE}/imports",
            content=steps.csv(export[:1]),
            headers={**elsewhere, "Content-Type": "text/csv"},
        )
        assert others.status_code == 200
    assert (await steps.send(export[:1])).status_code == 200


async def test_a_turn_whose_owner_is_gone_is_free_again(service, steps, export, monkeypatch):
    at = datetime.now(UTC)
    await _runner(service).command(_caller(service), None, take_turn, "gone", at - LEASE)
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.0)
    assert (await steps.send(export[:1])).status_code == 200


async def test_a_large_file_is_read_by_a_process_of_its_own(steps, export, monkeypatch):
    monkeypatch.setattr(row_reader, "SMALL_BYTES", 0)
    monkeypatch.setattr(row_reader, "read", None)
    taken = (await steps.send(export)).json()
    assert (taken["accepted"], taken["changed"]) == (300, 0)
    refused = await steps.send_bytes(b"employee_id,name\nE1,Ada\n")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "header")
