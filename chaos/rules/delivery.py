"""From the outbox to the topics, from the topics to the inboxes."""

from collections import Counter

from chaos.history import Evidence
from chaos.verdict import Verdict


def check_outbox(evidence: Evidence, verdict: Verdict) -> None:
    """Check that exactly the committed events are published; a timer not yet due may wait."""
    on_topics = {event.id for event in evidence.events}
    committed: set[str] = set()
    for service in evidence.rows:
        for row in evidence.table(service, "outbox"):
            id_ = row.get("event_id") or row["_id"]
            committed.add(id_)
            waits = row["published_at"] is None
            if row["type"] in evidence.timers:
                verdict.expect(waits or id_ in on_topics, f"{service}: timer {id_} is marked but on no topic")
                continue
            verdict.expect(not waits, f"{service}: outbox row {id_} ({row['type']}) is not published")
            verdict.expect(waits or id_ in on_topics, f"{service}: {id_} ({row['type']}) is on no topic")
    for event in evidence.facts:
        verdict.expect(event.id in committed, f"{event.place} ({event.fact}) was never committed")


def check_inbox(evidence: Evidence, verdict: Verdict) -> None:
    """Check that each inbox has each event the consumer reacts to exactly once, and no other."""
    for service, types in evidence.reacts.items():
        noted = Counter(row["_id"]["event"] for row in evidence.table(service, "inbox"))
        expected = {event.id: event for event in evidence.events if event.type in types}
        for id_, event in expected.items():
            times = noted[id_]
            verdict.expect(times == 1, f"{service} noted {event.fact} of {event.subject} {times} times")
        hostile = {arrival.event for arrival in evidence.hostile}  # the inbox has dead letters, too
        for id_ in noted.keys() - expected.keys() - hostile:
            verdict.expect(condition=False, violation=f"{service} noted {id_}, which is on no topic")


def check_parked(evidence: Evidence, verdict: Verdict) -> None:
    """Check that no event is parked or dead at the end."""
    for service in evidence.reacts:
        hostile = {str(row["_id"]) for row in evidence.hostile_letters(service)}
        for row in evidence.table(service, "parked"):
            if str(row["_id"]) in hostile:
                continue
            violation = f"{service}: {row['type']} of {row['key']} is {row['status']}: {row['error']}"
            verdict.expect(condition=False, violation=violation)
        verdict.checked += 1
