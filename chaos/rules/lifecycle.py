"""Every lifecycle is legal: proposal, pairing, series, session, check-in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from chaos.history import Evidence, Record
from chaos.rules import states
from chaos.verdict import Verdict

_NEXT: Final[Mapping[str, frozenset[str]]] = {
    "": frozenset(
        {"proposal-made", "proposal-shown", "pairing-activated", "session-planned", "check-in-requested"}
    ),
    "proposal-made": frozenset({"proposal-shown", "proposal-approved", "proposal-withdrawn"}),
    "proposal-shown": frozenset({"proposal-chosen", "proposal-withdrawn"}),
    "proposal-chosen": frozenset({"proposal-approved"}),
    "proposal-approved": frozenset(
        {"proposal-accepted", "proposal-declined", "proposal-expired", "proposal-withdrawn"}
    ),
    "proposal-accepted": frozenset(
        {"proposal-accepted", "proposal-declined", "proposal-expired", "proposal-withdrawn"}
    ),
    **dict.fromkeys(("pairing-activated", "pairing-resumed"), frozenset({"pairing-paused", "pairing-ended"})),
    "pairing-paused": frozenset({"pairing-paused", "pairing-resumed", "pairing-ended"}),
    "check-in-requested": frozenset({"check-in-submitted", "check-in-lapsed"}),
    **dict.fromkeys(
        ("session-planned", "session-moved", "session-reminded"),
        frozenset(
            {"session-moved", "session-reminded", "session-held", "session-missed", "session-cancelled"}
        ),
    ),
}
"""The facts that may follow each fact; the others are final."""


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Follow every subject from its first event to its last, and from one kind to the next."""
    sessions = (*states.SESSION, "session-reminded")
    for facts in (states.PROPOSAL, states.PAIRING, sessions, states.CHECK_IN):
        for subject, events in evidence.by_subject(facts).items():
            _check_steps(subject, events, verdict)
    _check_accepted(evidence, verdict)
    _check_activated(evidence, verdict)
    _check_series(evidence, verdict)
    _check_asked(evidence, verdict)


def _check_steps(subject: str, events: Sequence[Record], verdict: Verdict) -> None:
    before = ""
    for event in events:
        allowed = _NEXT.get(before, frozenset())
        step = f"{event.fact} after {before}" if before else f"{event.fact} first"
        verdict.expect(event.fact in allowed, f"{subject}: {step}")
        before = event.fact


def _check_accepted(evidence: Evidence, verdict: Verdict) -> None:
    """Check that each role accepts once, and that nothing follows the second acceptance."""
    for subject, events in evidence.by_subject(states.PROPOSAL).items():
        yes = Counter(event.data["by"] for event in events if event.fact == "proposal-accepted")
        verdict.expect(all(n == 1 for n in yes.values()), f"{subject}: accepted {dict(yes)} times")
        if states.by_both(events):
            verdict.expect(
                events[-1].fact == "proposal-accepted", f"{subject}: {events[-1].fact} after both accepted"
            )


def _check_activated(evidence: Evidence, verdict: Verdict) -> None:
    """Check that each proposal that both accepted has a pairing of the same two people.

    And no other has one.
    """
    proposals = evidence.by_subject(states.PROPOSAL)
    accepted = {subject for subject, events in proposals.items() if states.by_both(events)}
    led_to = Counter(event.data["proposal_id"] for event in evidence.of("pairing-activated"))
    for proposal in sorted(accepted | led_to.keys()):
        expected = int(proposal in accepted)
        verdict.expect(
            led_to[proposal] == expected,
            f"{proposal}: led to {led_to[proposal]} pairings instead of {expected}",
        )
    for event in evidence.of("pairing-activated"):
        made = proposals.get(event.data["proposal_id"], [None])[0]
        same = made and all(made.data.get(side) == event.data[side] for side in ("mentor_id", "mentee_id"))
        verdict.expect(same, f"{event.subject}: other people than its proposal")


def _check_series(evidence: Evidence, verdict: Verdict) -> None:
    """One series for each pairing, as many sessions as it says, and sessions of activated pairings only."""
    activated = {event.subject: 1 for event in evidence.of("pairing-activated")}
    planned = Counter(event.subject for event in evidence.of("series-planned"))
    verdict.compare("series of pairing", activated, planned)
    announced = {event.subject: event.data["sessions"] for event in evidence.of("series-planned")}
    sessions = Counter(event.data["pairing_id"] for event in evidence.of("session-planned"))
    verdict.compare("sessions of pairing", {k: n for k, n in announced.items() if n}, sessions)


def _check_asked(evidence: Evidence, verdict: Verdict) -> None:
    """Check-ins are about sessions that were planned; one that is learned to be called off lapses."""
    planned = {event.subject for event in evidence.of("session-planned")}
    for event in evidence.of("check-in-requested"):
        session = event.data["session_id"]
        verdict.expect(session in planned, f"{event.subject}: about {session}, which was not planned")
