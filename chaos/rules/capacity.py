"""No participant ever holds more places than there are.

Matching's events are walked in the order of their commits, which MongoDB's change stream tells: topics have
an order within a key only.
"""

from collections import defaultdict

from chaos.history import Evidence, Record
from chaos.verdict import Verdict

_SIDES = ("mentor_id", "mentee_id")
_LET_GO = {"proposal-declined", "proposal-expired", "proposal-withdrawn"}


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Every open proposal and every active pairing holds a place of both, at every moment and at the end."""
    capacity = _capacities(evidence)
    places = _Places()
    events = {event.id: event for event in evidence.events}
    for id_ in evidence.committed:
        event = events.get(id_)
        if event is None:
            continue  # the outbox rule says so
        for person in places.take(event):
            held = len(places.of[person])
            verdict.expect(
                held <= capacity.get(person, 0),
                f"{person} holds {held} places of {capacity.get(person, 0)} at {event.fact} {event.subject}",
            )
    for row in evidence.table("matching", "people"):
        held = len({*row["active_pairings"]}) + len({*row["open_proposals"]})
        verdict.expect(
            held <= capacity.get(row["id"], 0),
            f"{row['id']} holds {held} places of {capacity.get(row['id'], 0)} in the database",
        )


def _capacities(evidence: Evidence) -> dict[str, int]:
    """The most that each participant ever offered: a lower capacity ends nothing that runs."""
    found: dict[str, int] = defaultdict(int)
    for event in evidence.of("participant-ready"):
        found[event.subject] = max(found[event.subject], event.data["profile"]["capacity"])
    return dict(found)


class _Places:
    """Who holds a place for what."""

    def __init__(self) -> None:
        self.of: dict[str, set[str]] = defaultdict(set)

    def take(self, event: Record) -> list[str]:
        """Follow one event; returns who got a place by it."""
        data = event.data
        people = [data[side] for side in _SIDES if side in data]
        if event.fact in {"proposal-made", "pairing-activated"}:
            for person in people:
                self.of[person].discard(data.get("proposal_id", ""))
                self.of[person].add(event.subject)
            return people
        if event.fact in _LET_GO or event.fact == "pairing-ended":
            for person in people:
                self.of[person].discard(event.subject)
        return []
