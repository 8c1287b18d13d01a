"""Nobody near the executive reads a concern, in whichever programme."""

import pytest

from shared.contracts.enrollment import ParticipantEnrolled
from shared.contracts.vocabulary import Role
from tests.integration.feedback.concerns_world import WORDS, coordinator, handles, notices, reported, sees
from tests.integration.feedback.feedback_programme import Pair, opened, ready

pytestmark = pytest.mark.integration


async def test_nobody_near_the_executive_may_handle_it(programme) -> None:
    pair = await programme.paired("a")
    await programme.service.given(
        ready("below", Role.MENTOR, f"e-{pair.mentee}", "e-boss"), ready("apart", Role.MENTEE, "e-head")
    )
    near = (f"e-{pair.mentee}", f"e-{pair.mentor}", "e-boss", "e-below")
    tokens = await handles(programme, *near)
    path = await reported(programme, pair)
    for headers in tokens:
        assert not await sees(programme, path, headers)
    for who in (*near, f"E-{pair.mentee.upper()}"):
        assert not await sees(programme, path, coordinator(programme, who)), who
    for who in ("e-apart", "e-hr"):
        assert await sees(programme, path, coordinator(programme, who)), who
        assert not await sees(programme, path, coordinator(programme, who, programmes=["rm-2026"])), who
    assert await sees(programme, path, programme.coordinator)
    for headers, status in (
        (programme.service.token("coordinator", programmes=["another"]), 404),
        (programme.service.token("coordinator", tenant="globex"), 404),
        (programme.service.token("coordinator", no_employee=False), 403),
    ):
        for answer in (
            await programme.post(f"{path}/opening", headers),
            await programme.service.http.get("/programmes/rm-2026/concerns", headers=headers),
        ):
            assert answer.status_code == status
    [notice] = await notices(programme)
    assert notice.model_dump(exclude={"notice_id"}, exclude_none=True) == {"notice": "coordinators-wanted"}


async def test_a_handler_who_comes_near_the_pairing_is_replaced(programme) -> None:
    pair = await programme.paired("a")
    first, second = await handles(programme, "e-hr", "e-works")
    path = await reported(programme, pair)
    assert await sees(programme, path, first)
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-hr"))
    assert not await sees(programme, path, first)
    mentor = programme.person(pair.mentor)
    assert (await programme.post(f"/me{path}/messages", mentor, {"text": "Anybody?"})).status_code == 201
    assert await sees(programme, path, second)


async def test_what_is_confided_in_another_programme_is_hidden_from_the_partner_too(programme) -> None:
    pair = await programme.paired("a")
    elsewhere = programme.service.scope.model_copy(update={"programme": "rm-2027"})
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-boss"))
    await programme.service.given(
        opened().model_copy(update={"programme_id": "rm-2027"}),
        ParticipantEnrolled(participant_id="there", employee_id=f"e-{pair.mentor}", role=Role.MENTOR),
        scope=elsewhere,
    )
    http, path = programme.service.http, "/programmes/rm-2027/concerns"
    body = {"about": WORDS}
    assert (await http.post(path, headers=programme.person(pair.mentor), json=body)).status_code == 201
    totals = {}
    for who in (f"e-{pair.mentee}", "e-boss", "e-hr"):
        totals[who] = (await http.get(path, headers=coordinator(programme, who))).json()["total"]
    assert totals == {f"e-{pair.mentee}": 0, "e-boss": 0, "e-hr": 1}


async def test_while_relations_are_unknown_no_employee_sees_it(programme) -> None:
    pair = await programme.paired("a")
    answer = await programme.post("/concerns", programme.person(pair.mentor), {"about": WORDS})
    path = f"/concerns/{answer.json()['concern_id']}"
    hr = coordinator(programme, "e-hr")
    assert not await sees(programme, path, hr)  # the executive's managers are not known yet
    assert await sees(programme, path, programme.coordinator)
    await programme.service.given(ready(pair.mentee, Role.MENTEE, "e-boss"))
    assert await sees(programme, path, hr)
    early = Pair("early")
    await programme.service.given(*early.enrolled())
    unpaired = await programme.post("/concerns", programme.person(early.mentor), {"about": WORDS})
    path = f"/concerns/{unpaired.json()['concern_id']}/opening"
    takes_part = coordinator(programme, f"e-{early.mentee}")
    assert (await programme.post(path, takes_part)).status_code == 404  # their pairing may be on its way
    assert (await programme.post(path, hr)).status_code == 200
