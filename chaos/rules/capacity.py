"""No participant ever exceeds their capacity.

A shortlist takes one unit of capacity of its chooser, and one of everybody on it.

Matching's events are followed in the order of their commits, from MongoDB's change stream: topics have
an order within a key only.
"""

from collections import defaultdict

from chaos.history import Evidence, Record
from chaos.verdict import Verdict

_SIDES = ("mentor_id", "mentee_id")
_LET_GO = {"proposal-declined", "proposal-expired", "proposal-withdrawn"}


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Check that open proposals and active pairings never exceed the capacity of either person."""
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
        held = len({*row["active_pairings"], *row["open_proposals"]}) + bool(row.get("shortlist"))
        verdict.expect(
            held <= capacity.get(row["id"], 0),
            f"{row['id']} holds {held} places of {capacity.get(row['id'], 0)} in the database",
        )


def _capacities(evidence: Evidence) -> dict[str, int]:
    """Return the largest capacity of each participant: a lower one ends no pairing."""
    largest: dict[str, int] = defaultdict(int)
    for event in evidence.of("participant-ready"):
        largest[event.subject] = max(largest[event.subject], event.data["profile"]["capacity"])
    return dict(largest)


class _Places:
    """The capacity in use, by participant."""

    def __init__(self) -> None:
        self.of: dict[str, set[str]] = defaultdict(set)
        self._listed: dict[str, set[str]] = defaultdict(set)
        self._list_of: dict[str, tuple[str, str]] = {}

    def take(self, event: Record) -> list[str]:
        """Apply an event; return the participants who use more capacity after it."""
        data = event.data
        people = [data[side] for side in _SIDES if side in data]
        if event.fact in {"proposal-made", "proposal-shown"} and data.get("chooser"):
            return self._list(event, people)
        if event.fact == "proposal-chosen":
            return self._choose(event.subject)
        if event.fact in {"proposal-made", "pairing-activated"}:
            for person in people:
                self.of[person].discard(data.get("proposal_id", ""))
                self.of[person].add(event.subject)
            return people
        if event.fact in _LET_GO or event.fact == "pairing-ended":
            for person in people:
                self.of[person].discard(event.subject)
            self._unlist(event.subject)
        return []

    def _list(self, event: Record, people: list[str]) -> list[str]:
        """Put a participant on a shortlist."""
        chooser, list_ = event.data[f"{event.data['chooser']}_id"], event.data["shortlist_id"]
        self._list_of[event.subject] = (chooser, list_)
        self._listed[list_].add(event.subject)
        for person in people:
            self.of[person].add(list_ if person == chooser else event.subject)
        return people

    def _choose(self, proposal: str) -> list[str]:
        """Move the capacity from the shortlist to the proposal."""
        chooser, list_ = self._list_of.pop(proposal, ("", ""))
        self.of[chooser].discard(list_)
        self.of[chooser].add(proposal)
        return [chooser] if chooser else []

    def _unlist(self, proposal: str) -> None:
        """Remove a participant from a shortlist; an empty one takes no capacity."""
        chooser, list_ = self._list_of.pop(proposal, ("", ""))
        self._listed[list_].discard(proposal)
        if not self._listed[list_]:
            self.of[chooser].discard(list_)
