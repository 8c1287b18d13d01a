"""A coordinator who takes part, or whose partner does, reads and decides nothing about these pairs.

Each endpoint for coordinators has a row; a new endpoint without one fails.
"""

import pytest

from services.matching.api import ROUTERS
from shared.runtime.auth import Allow
from shared.runtime.caller import CallerRole
from shared.service.documented_callers import routes_of
from tests.integration.matching.related_world import make_scene

pytestmark = pytest.mark.integration

PROGRAMME = "/programmes/{programme_id}"
READS = {
    # the endpoint: the path, and whether its whole answer names people
    "/policy": ("/policy", True),
    "/policy/versions": ("/policy/versions", True),
    "/policy/versions/{number}": ("/policy/versions/1", True),
    "/policy/catalogue": ("/policy/catalogue", False),
    "/policy/recommended-weights": ("/policy/recommended-weights", False),
    "/rounds": ("/rounds", False),
    "/rounds/{round_id}": ("/rounds/{round}", False),
    "/rounds/{round_id}/unmatched": ("/rounds/{round}/unmatched", True),
    "/rounds/{round_id}/pairs": ("/rounds/{round}/pairs", True),
    "/rounds/{round_id}/impact": ("/rounds/{round}/impact", False),
    "/rounds/{round_id}/comparison/{other_id}": ("/rounds/{round}/comparison/{what_if}", False),
    "/rounds/{round_id}/proposals": ("/rounds/{round}/proposals", True),
    "/rounds/{round_id}/decisions": ("/rounds/{round}/decisions", True),
    "/summary": ("/summary", False),
    "/proposals": ("/proposals", True),
    "/proposals/{proposal_id}": ("/proposals/{proposal 1}", True),
    "/pairings": ("/pairings", True),
    "/pairings/{pairing_id}": ("/pairings/{pairing 1}", True),
    "/do-not-match": ("/do-not-match", True),
    "/overdue": ("/overdue", True),
    "/waiting": ("/waiting", True),
}
ONLY_THE_EXECUTIVES = ("/rounds/{round_id}/unmatched", "/overdue")
"""They name a partner of the executive's, but nobody whom the junior is related to."""
REFUSED = {"/rounds/{round_id}/impact": 409, "/proposals/{proposal_id}": 404, "/pairings/{pairing_id}": 404}
"""The status in place of an answer that would include the coordinator's own people."""
OWN = {"mentor_id": "{mentor}", "mentee_id": "{mentee}"}
ACTS = {
    # the endpoint: method, path, body, and how a party is refused
    "PUT /policy": ("/policy", {"based_on": 1, "must_pair": [OWN]}, 422),
    "POST /rounds": ("/rounds", {"people": ["{mentor}"]}, 422),
    "POST /rounds/{round_id}/approval": ("/rounds/{round}/approval", {}, 409),
    "POST /rounds/{round_id}/decisions": ("/rounds/{round}/decisions", OWN, 422),
    "POST /rounds/{round_id}/locks": ("/rounds/{round}/locks", {"proposals": ["{proposal 1}"]}, 409),
    "POST /rounds/{round_id}/recomputation": ("/rounds/{round}/recomputation", {}, 409),
    "POST /rounds/{round_id}/discard": ("/rounds/{round}/discard", {}, 409),
    "POST /proposals/{proposal_id}/rejection": ("/proposals/{proposal 1}/rejection", {"reason": "no"}, 404),
    "POST /pairings/{pairing_id}/end": ("/pairings/{pairing 1}/end", {"reason": "completed"}, 404),
    "POST /pairings/{pairing_id}/pause": ("/pairings/{pairing 1}/pause", {}, 404),
    "POST /pairings/{pairing_id}/resumption": ("/pairings/{pairing 1}/resumption", {}, 404),
    "POST /do-not-match": ("/do-not-match", OWN, 422),
    "DELETE /do-not-match/{do_not_match_id}": ("/do-not-match/{entry 1}", None, 404),
}
ON_NO_PAIR = {
    "POST /rounds/{round_id}/cancellation": "stops a computation, whose participants do not matter",
    "POST /rounds/{round_id}/replay": "computes a round again, and is read like any other",
}
PARTIES = ("executive", "junior")
OTHERS = ("outside", "no employee")


def for_coordinators(method):
    for router in ROUTERS:
        for route in routes_of(router):
            guards = [each.call for each in route.dependant.dependencies if isinstance(each.call, Allow)]
            if method in route.methods and any(CallerRole.COORDINATOR in guard.roles for guard in guards):
                yield route.path.removeprefix(PROGRAMME)


@pytest.fixture(scope="module")
async def scene(service):
    return await make_scene(service)


def filled(scene, text):
    for name, value in scene.ids.items():
        text = text.replace(f"{{{name}}}", value)
    return text.replace("{mentor}", scene.mentor("1")).replace("{mentee}", scene.mentee("1"))


def body_of(scene, body):
    if isinstance(body, dict):
        return {name: body_of(scene, value) for name, value in body.items()}
    if isinstance(body, list):
        return [body_of(scene, each) for each in body]
    return filled(scene, body) if isinstance(body, str) else body


def names(answer, words):
    return any(f"'{word}'" in str(answer) for word in words)


def two_of(item):
    """Return the people that an item is about, without others that it names."""
    pair = item.get("pair") or item
    return [pair.get(name) for name in ("mentor_id", "mentee_id", "participant_id")]


def test_every_endpoint_for_coordinators_has_a_row():
    assert set(for_coordinators("GET")) == set(READS)
    acts = {f"{method} {path}" for method in ("POST", "PUT", "DELETE") for path in for_coordinators(method)}
    assert acts == {*ACTS, *ON_NO_PAIR}


@pytest.mark.parametrize("who", PARTIES)
@pytest.mark.parametrize("endpoint", READS)
async def test_a_party_reads_nothing_of_it_and_totals_are_without_it(scene, endpoint, who):
    path, naming = READS[endpoint]
    naming = naming and not (who == "junior" and endpoint in ONLY_THE_EXECUTIVES)
    words = scene.concealed(who)
    whole = await scene.world.get(filled(scene, path), scene.caller("outside"))
    assert names(whole, words) == naming, "a row that names nobody can't fail"
    status = REFUSED.get(endpoint, 200)
    seen = await scene.world.get(filled(scene, path), scene.caller(who), status=status)
    assert not names(seen, words)
    if "total" in whole and "items" in whole and naming and "versions" not in path:
        others = [each for each in whole["items"] if not names(two_of(each), words)]
        assert (seen["total"], len(seen["items"])) == (len(others), len(others))


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("endpoint", READS)
async def test_others_read_all_of_it(scene, endpoint, who):
    path, naming = READS[endpoint]
    shown = await scene.world.get(filled(scene, path), scene.caller(who))
    assert names(shown, scene.concealed("junior")) == (naming and endpoint not in ONLY_THE_EXECUTIVES)
    assert names(shown, scene.concealed("executive")) == naming


@pytest.mark.parametrize("who", PARTIES)
@pytest.mark.parametrize("endpoint", ACTS)
async def test_a_party_decides_nothing_about_it(scene, endpoint, who):
    path, body, status = ACTS[endpoint]
    answer = await scene.world.service.http.request(
        endpoint.split()[0],
        scene.world.path + filled(scene, path),
        json=body_of(scene, body),
        headers=scene.caller(who),
    )
    assert answer.status_code == status, answer.text
    refused = answer.json()["detail"]
    assert "declared" not in refused
    if status == 409:
        assert "take part in this round yourself" in refused


@pytest.mark.parametrize("who", [*PARTIES, *OTHERS])
async def test_a_round_is_counted_over_what_may_be_seen(scene, who):
    shown = await scene.world.get(f"/rounds/{scene.ids['round']}", scene.caller(who))
    _, listed = (await scene.world.get("/rounds", scene.caller(who)))["items"]
    assert shown == listed
    proposals = await scene.world.get(f"/rounds/{shown['id']}/proposals", scene.caller(who))
    unmatched = await scene.world.get(f"/rounds/{shown['id']}/unmatched", scene.caller(who))
    assert shown["proposals"] == proposals["total"] == (2 if who in PARTIES else 3)
    assert shown["total_score"] == sum(each["score"] for each in proposals["items"])
    assert shown["unmatched"] == unmatched["total"] == (0 if who == "executive" else 1)
    assert (shown["certificate"] is None) == (who in PARTIES)
    assert shown["progress"] is None or who in OTHERS or shown["progress"]["value"] == 0


@pytest.mark.parametrize(
    ("who", "active", "ended"), [("executive", 1, 0), ("junior", 1, 0), ("outside", 1, 1)]
)
async def test_the_summary_is_over_what_may_be_seen(scene, who, active, ended):
    shown = await scene.world.get("/summary", scene.caller(who))
    assert (shown["active_pairings"], shown["ended_pairings"]) == (active, ended)
    assert sum(shown["proposals"].values()) == active + ended + 1


@pytest.mark.parametrize("who", PARTIES)
async def test_a_reason_for_others_says_nothing_of_a_pair_with_the_reader(scene, who):
    for path in (f"/rounds/{scene.ids['round']}/unmatched", "/overdue"):
        for each in (await scene.world.get(path, scene.caller(who)))["items"]:
            if each["role"] == {"executive": "mentor", "junior": "mentee"}[who] and each["reason"]:
                assert each["reason"]["code"] == "not-shown"
                assert each.get("would", []) == []


async def test_a_participant_still_sees_their_own_as_participants_do(scene):
    both = scene.world.service.token(
        "coordinator", "participant", employee_id="e-mentee-1", tenant=scene.world.tenant
    )
    seen = await scene.world.get(f"/pairings/{scene.ids['pairing 1']}", both)
    assert seen["state"] == "ended"
    assert not {"end_reason", "conflict"} & seen.keys()
    seen = await scene.world.get(f"/proposals/{scene.ids['proposal 1']}", both)
    assert not {"runner_up", "decline_reason", "forbidden_by"} & seen.keys()
    completed = {"reason": "completed"}
    await scene.world.post(f"/pairings/{scene.ids['pairing 1']}/end", completed, both, status=404)
