"""Every list that grows is answered in pages, with bounds."""

from collections.abc import Iterator
from typing import Any

from shared.service.listing import LONGEST_PAGE

NEWEST = {
    "/ops/skipped-records": "the newest",
    "/ops/dead-letters/audit": "the newest",
    "/ops/outgoing-dead-letters/audit": "the newest",
}
"""Lists with a limit only."""
TIMES = "/programmes/{programme_id}/delegations/{participant_id}/sessions"
SHORT = {
    "/webhook-events": "the types of events that may leave",
    "/programme-templates": "those that are shipped, and 50 of an organisation's own at most",
    "/programmes/{programme_id}/assessments/{role}": "the items of a questionnaire",
    "/programmes/{programme_id}/topics": "the shipped topics and 200 of an organisation's own at most",
    "/programmes/{programme_id}/terms-versions": "a hundred at most",
    "/programmes/{programme_id}/topic-suggestions": "five at most",
    "/programmes/{programme_id}/me": "a person's own roles: two at most",
    "/programmes/{programme_id}/me/training": "the shipped modules, and 50 of an organisation's own at most",
    "/programmes/{programme_id}/circles": "50 at most",
    "/programmes/{programme_id}/me/circles": "those of one person: 50 at most",
    "/programmes/{programme_id}/me/circles/{circle_id}/notes": "200 at most",
    "/programmes/{programme_id}/training-modules": "50 of an organisation's own at most",
    "/programmes/{programme_id}/me/farewells": "completed pairings of one person in one programme",
    "/programmes/{programme_id}/me/sponsorships": "pairings that one person sponsors in one programme",
    "/programmes/{programme_id}/me/delegations": "executives whose delegate one person is",
    "/programmes/{programme_id}/me/known-delegates": "the last few delegates of some",
    f"{TIMES}/{{session_id}}/free-slots": "the next few",
    "/programmes/{programme_id}/me/certificates": "one for each completed pairing of a person",
    "/programmes/{programme_id}/places": "one item for each role",
    "/programmes/{programme_id}/invitation-counts": "one item for each role",
    "/programmes/{programme_id}/criteria": "the criteria of a policy: 30 at most",
    "/programmes/{programme_id}/me/shortlist": "as many as the policy shows at once",
    "/programmes/{programme_id}/sessions/{session_id}/free-slots": "the next few",
    "/programmes/{programme_id}/concern-handlers": "twenty at most",
    "/programmes/{programme_id}/own-questionnaires": "six questionnaires, of 50 versions at most",
}
"""Lists that can't grow, and why."""


def lists(api: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the path and the parameters of each endpoint that answers a list or a page of one."""
    models = api.get("components", {}).get("schemas", {})
    for path, methods in api["paths"].items():
        operation = methods.get("get", {})
        content = operation.get("responses", {}).get("200", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        model = models.get(schema.get("$ref", "").rpartition("/")[2], schema)
        if model.get("type") == "array" or "items" in model.get("properties", {}):
            yield path, {each["name"]: each["schema"] for each in operation.get("parameters", ())}


def fault_of(parameters: dict[str, Any], *names: str) -> str:
    for name in names:
        bounds = parameters.get(name, {})
        if not {"minimum", "maximum"} <= bounds.keys():
            return f"{name} is missing or has no bounds"
    longest = parameters["limit"]["maximum"] if names else 0
    return "" if longest <= LONGEST_PAGE else "a page may be too long"


def test_every_list_has_pages(app):
    faults = {}
    for path, parameters in lists(app.openapi()):
        names = () if path in SHORT else ("limit",) if path in NEWEST else ("limit", "offset")
        if fault := fault_of(parameters, *names):
            faults[path] = fault
    assert faults == {}
