"""Each key's events are 1, 2, 3 … in the order of its partition; a repetition is the same event again."""

from collections import defaultdict

from chaos.history import Evidence, Record
from chaos.verdict import Verdict


def check(evidence: Evidence, verdict: Verdict) -> None:
    """Check that no number is missing, taken twice or before its predecessor; timers have no order."""
    by_key: dict[tuple[str, str], list[Record]] = defaultdict(list)
    first: dict[str, Record] = {}
    for record in evidence.records:
        earlier = first.setdefault(record.id, record)
        if earlier is record and record.type not in evidence.timers:
            by_key[(record.topic, record.key)].append(record)
        elif earlier is not record:
            verdict.expect(
                earlier.same_event(record),
                f"{record.place} repeats the id of {earlier.place}, but is another event",
            )
    for (_, key), records in by_key.items():
        _check_key(key, records, verdict)


def _check_key(key: str, records: list[Record], verdict: Verdict) -> None:
    partitions = sorted({record.partition for record in records})
    verdict.expect(len(partitions) == 1, f"{key} is spread over partitions {partitions}")
    sequences = [record.sequence for record in records]
    complete = list(range(1, len(records) + 1))
    verdict.expect(sequences == complete, f"{key} has the sequence {sequences}")
