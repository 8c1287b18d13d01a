"""Every event has its effect once: what each service holds is what the distinct events imply.

Counters (sessions held of a pairing, ratings of a pairing, the tally) would show an event that counted
twice; states and sets one that did not count at all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from chaos.history import Evidence, Row
from chaos.rules import states
from chaos.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Check all services."""
    _check_programmes(evidence, verdict)
    _check_matching(evidence, verdict)
    _check_scheduling(evidence, verdict)
    _check_feedback(evidence, verdict)
    _check_console(evidence, verdict)
    _check_tally(evidence, verdict)


def _column(rows: Iterable[Row], name: str) -> dict[str, Any]:
    return {row["id"]: row[name] for row in rows}


def _some(values: Mapping[str, Any]) -> dict[str, Any]:
    """Drop zeros and empty sets, which equal a missing row."""
    return {key: value for key, value in values.items() if value}


def _check_programmes(evidence: Evidence, verdict: Verdict) -> None:
    defined = evidence.by_subject(("programme-opened", "programme-changed"))
    rules = {subject: events[-1].data["rules"]["idle_warn_days"] for subject, events in defined.items()}
    for service in ("matching", "scheduling", "feedback", "console"):
        rows = evidence.table(service, "programmes")
        held = {row["id"]: row["rules"]["idle_warn_days"] for row in rows}
        verdict.compare(f"{service}: idle_warn_days of programme", rules, held)


def _check_matching(evidence: Evidence, verdict: Verdict) -> None:
    people = evidence.table("matching", "people")
    ready = evidence.by_subject(("participant-ready",))
    capacity = {subject: events[-1].data["profile"]["capacity"] for subject, events in ready.items()}
    held = {row["id"]: row["profile"]["capacity"] for row in people}
    verdict.compare("matching: capacity of", capacity, held)
    active = {row["id"]: set(row["active_pairings"]) for row in people}
    verdict.compare("matching: pairings of", _some(states.pairs_of(evidence)), _some(active))
    held, lists = _open_proposals(evidence)
    found_held = {row["id"]: set(row["open_proposals"]) for row in people}
    verdict.compare("matching: open proposals of", held, _some(found_held))
    found_lists = {row["id"]: row.get("shortlist") for row in people}
    verdict.compare("matching: list of", lists, _some(found_lists))


def _open_proposals(evidence: Evidence) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return the open proposals of each participant, and the shortlist of each chooser."""
    held: dict[str, set[str]] = {}
    lists: dict[str, str] = {}
    proposals = evidence.by_subject(states.PROPOSAL)
    for subject, state in states.proposal_states(evidence).items():
        if state not in {"made", "shown", "approved"}:
            continue
        made = proposals[subject][0].data
        for role in ("mentor", "mentee"):
            person = made.get(f"{role}_id", "")
            if state != "approved" and made.get("chooser") == role:
                lists[person] = made["shortlist_id"]
            else:
                held.setdefault(person, set()).add(subject)
    return held, lists


def _check_scheduling(evidence: Evidence, verdict: Verdict) -> None:
    activated = evidence.by_subject(("pairing-activated",))
    ended = states.last_states(evidence, states.PAIRING)
    series = {pairing: ended[pairing] == "ended" for pairing in activated}
    verdict.compare(
        "scheduling: series ended", series, _column(evidence.table("scheduling", "series"), "ended")
    )
    sessions = _column(evidence.table("scheduling", "sessions"), "state")
    verdict.compare("scheduling: session", states.last_states(evidence, states.SESSION), sessions)
    ready = evidence.by_subject(("participant-ready",))
    standing = states.last_states(
        evidence, {"participant-ready": "ready", "participant-withdrawn": "withdrawn"}
    )
    gone = {person: standing[person] == "withdrawn" for person in ready}
    held = _column(evidence.table("scheduling", "participants"), "withdrawn")
    verdict.compare("scheduling: withdrawn", gone, held)


def _check_feedback(evidence: Evidence, verdict: Verdict) -> None:
    people = _column(evidence.table("feedback", "participants"), "standing")
    verdict.compare("feedback: standing of", states.last_states(evidence, states.PERSON), people)
    check_ins = _column(evidence.table("feedback", "check_ins"), "state")
    verdict.compare("feedback: check-in", states.last_states(evidence, states.CHECK_IN), check_ins)
    asked = Counter(event.data["session_id"] for event in evidence.of("check-in-requested"))
    both = dict.fromkeys([*asked, *(event.subject for event in evidence.of("session-held"))], 2)
    verdict.compare("feedback: check-ins for session", both, asked)
    records = {
        session["session_id"]: "cancelled" if session["state"] == "dropped" else session["state"]
        for record in evidence.table("feedback", "health_records")
        for session in record["sessions"]
    }
    verdict.compare("feedback: session", states.last_states(evidence, states.SESSION), records)
    rated = Counter(event.data["pairing_id"] for event in evidence.of("check-in-submitted"))
    answers = _some(_column(evidence.table("feedback", "pairing_answers"), "answers"))
    verdict.compare("feedback: ratings of pairing", rated, answers)


def _check_console(evidence: Evidence, verdict: Verdict) -> None:
    people = evidence.table("console", "people")
    verdict.compare("console: person", states.last_states(evidence, states.PERSON), _column(people, "state"))
    for name, collection, expected in (
        ("proposal", "proposals", states.proposal_states(evidence)),
        ("pairing", "pairings", states.last_states(evidence, states.PAIRING)),
        ("session", "sessions", _sessions_of_console(evidence)),
    ):
        held = _column(evidence.table("console", collection), "state")
        verdict.compare(f"console: {name}", expected, held)
    held = Counter(event.data["pairing_id"] for event in evidence.of("session-held"))
    found_held = _some(_column(evidence.table("console", "pairings"), "held"))
    verdict.compare("console: sessions held of pairing", held, found_held)
    released = evidence.by_subject(("figures-released",))
    expected_figures = {subject: events[-1].data["figures"] for subject, events in released.items()}
    found_figures = _column(evidence.table("console", "released"), "figures")
    verdict.compare("console: figures of programme", expected_figures, found_figures)


def _sessions_of_console(evidence: Evidence) -> dict[str, str]:
    """Check sessions; the console separates those somebody cancelled from those that ended with a pairing."""
    reasons = {event.subject: event.data.get("reason") for event in evidence.of("session-cancelled")}
    states_now = states.last_states(evidence, states.SESSION)
    fell_away = {id_ for id_, reason in reasons.items() if reason == "pairing-ended"}
    return {
        id_: "dropped" if state == "cancelled" and id_ in fell_away else state
        for id_, state in states_now.items()
    }


def _check_tally(evidence: Evidence, verdict: Verdict) -> None:
    expected: Counter[str] = Counter()
    for word, by_subject in (
        ("proposals", states.proposal_states(evidence)),
        ("pairings", states.last_states(evidence, states.PAIRING)),
        ("sessions", _sessions_of_console(evidence)),
    ):
        expected.update(f"{word}:{state}" for state in by_subject.values())
    words = {"proposals", "pairings", "sessions"}
    held = {
        name: count
        for tally in evidence.table("console", "tallies")
        for name, count in tally["counts"].items()
        if name.split(":")[0] in words
    }
    verdict.compare("console: tally", _some(expected), held)
