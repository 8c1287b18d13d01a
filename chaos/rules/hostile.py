"""Hostile records: each on a topic is a dead letter of every reader, or skipped where that is allowed."""

from collections import Counter

from chaos.history import Evidence, HostileArrival
from chaos.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Check each reader of each topic; the same bytes published twice are one dead letter or two."""
    for service, topics in evidence.reads.items():
        kept = Counter(row["record"]["digest"] for row in evidence.hostile_letters(service))
        expected = {arrival.digest: arrival for arrival in evidence.hostile if arrival.topic in topics}
        for digest, arrival in expected.items():
            verdict.expect(*_verdict(service, arrival, kept[digest], evidence))
        for digest in kept.keys() - expected.keys():
            verdict.expect(condition=False, violation=f"{service} keeps a dead letter of no record: {digest}")


def _verdict(service: str, arrival: HostileArrival, kept: int, evidence: Evidence) -> tuple[bool, str]:
    where = f"{arrival.name} at {arrival.place}"
    if arrival.name == "":
        return False, f"{where} is on the topic, and nobody sent it"
    reacts = arrival.type in evidence.reacts[service]
    if arrival.dead_for[0 if reacts else 1]:
        return kept > 0, f"{service} has no dead letter of {where}"
    return kept == 0, f"{service} has a dead letter of {where}, which it does not react to"
