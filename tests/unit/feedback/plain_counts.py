"""The counts of a programme by the plain rules, one pairing after another: what the database must find."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from services.feedback.domain.health import assess
from services.feedback.domain.known import Participant, Standing
from services.feedback.domain.pulse import CheckInRecord, Pulse, is_active
from services.feedback.domain.small_cells import Voices
from services.feedback.domain.summary import DETRACTOR, PROMOTER, Counts
from shared.contracts.enrollment import ProgrammeRules


def voices(said: Iterable[tuple[str, int | None]]) -> Voices:
    """Add up who said which figure."""
    given = [(who, value) for who, value in said if value is not None]
    return Voices(
        people=len({who for who, _ in given}), answers=len(given), total=sum(value for _, value in given)
    )


def plain_counts(
    pulses: Sequence[Pulse], participants: Iterable[Participant], rules: ProgrammeRules, *, now: datetime
) -> Counts:
    answered = [record for pulse in pulses for record in pulse.answered]
    given = [record.rating for record in answered if record.rating is not None]
    regions: defaultdict[str, list[CheckInRecord]] = defaultdict(list)
    for record in answered:
        regions[record.region].append(record)
    ordered = sorted(answered, key=lambda record: (record.answered_at, record.check_in_id))
    latest = {record.participant_id: record.goal_progress for record in ordered}
    active = [pulse for pulse in pulses if is_active(pulse)]
    ready = {person.id for person in participants if person.standing is Standing.READY}
    return Counts(
        check_ins=Counter(record.state for pulse in pulses for record in pulse.check_ins),
        sessions=Counter(session.state for pulse in pulses for session in pulse.sessions),
        ratings=voices(_ratings(answered)),
        promoters=sum(rating >= PROMOTER for rating in given),
        detractors=sum(rating <= DETRACTOR for rating in given),
        progress=voices(latest.items()),
        regions={region: voices(_ratings(records)) for region, records in regions.items()},
        health=Counter(assess(pulse, rules, now=now).health for pulse in active),
        ready=len(ready),
        paired=len(ready & {who for pulse in active for who in (pulse.mentor_id, pulse.mentee_id)}),
    )


def _ratings(answered: Iterable[CheckInRecord]) -> list[tuple[str, int | None]]:
    return [(record.participant_id, record.rating) for record in answered]
