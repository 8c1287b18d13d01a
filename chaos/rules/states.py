"""States derived from events alone."""

from collections.abc import Mapping, Sequence
from typing import Final

from chaos.history import Evidence, Record

SESSION: Final = {
    "session-planned": "planned",
    "session-moved": "planned",
    "session-held": "held",
    "session-missed": "missed",
    "session-cancelled": "cancelled",
}
PROPOSAL: Final = {
    "proposal-made": "made",
    "proposal-shown": "shown",
    "proposal-chosen": "shown",
    "proposal-approved": "approved",
    "proposal-accepted": "approved",
    "proposal-declined": "declined",
    "proposal-expired": "expired",
    "proposal-withdrawn": "withdrawn",
}
PAIRING: Final = {
    "pairing-activated": "active",
    "pairing-paused": "active",
    "pairing-resumed": "active",
    "pairing-ended": "ended",
}
PERSON: Final = {
    "participant-enrolled": "enrolled",
    "participant-ready": "ready",
    "participant-withdrawn": "withdrawn",
}
CHECK_IN: Final = {
    "check-in-requested": "requested",
    "check-in-submitted": "answered",
    "check-in-lapsed": "lapsed",
}


def last_states(evidence: Evidence, states: Mapping[str, str]) -> dict[str, str]:
    """Return the state of each subject after its last event."""
    return {subject: states[events[-1].fact] for subject, events in evidence.by_subject(states).items()}


def proposal_states(evidence: Evidence) -> dict[str, str]:
    """Return the state of each proposal; it is accepted when both have accepted."""
    histories = evidence.by_subject(PROPOSAL)
    return {subject: "accepted" if by_both(events) else PROPOSAL[events[-1].fact]
            for subject, events in histories.items()}  # fmt: skip


def by_both(events: Sequence[Record]) -> bool:
    """Return whether both roles have accepted."""
    return {event.data["by"] for event in events if event.fact == "proposal-accepted"} == {"mentor", "mentee"}


def pairs_of(evidence: Evidence) -> dict[str, set[str]]:
    """Return the active pairings of each participant who ever had one."""
    active: dict[str, set[str]] = {}
    for events in evidence.by_subject(PAIRING).values():
        for event in events:
            for side in ("mentor_id", "mentee_id"):
                mine = active.setdefault(event.data.get(side, ""), set())
                (mine.add if event.fact == "pairing-activated" else mine.discard)(event.subject)
    return active
