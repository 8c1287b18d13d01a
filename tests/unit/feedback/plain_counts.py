"""The counts of a programme by the plain rules, one after another: what the database must find."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from services.feedback.domain.check_in import CheckIn, CheckInWindow
from services.feedback.domain.health import assess
from services.feedback.domain.health_record import HealthRecord
from services.feedback.domain.summary import CheckInFigures, ProgrammeCounts
from services.feedback.domain.upstream import Participant, Standing
from shared.contracts.enrollment import ProgrammeRules


def plain_counts(
    records: Sequence[HealthRecord],
    participants: Iterable[Participant],
    check_ins: Iterable[CheckIn],
    rules: ProgrammeRules,
    *,
    now: datetime,
) -> ProgrammeCounts:
    active = [record for record in records if record.is_active]
    partners = {
        who for record in records if record.takes_part for who in (record.mentor_id, record.mentee_id)
    }
    ready = {person.id for person in participants if person.standing is Standing.READY}
    windows = Counter(check_in.window(now) for check_in in check_ins)
    return ProgrammeCounts(
        check_ins=CheckInFigures(open=windows[CheckInWindow.OPEN], closed=windows[CheckInWindow.CLOSED]),
        sessions=Counter(session.state for record in records for session in record.sessions),
        health=Counter(assess(record, rules, now=now).health for record in active),
        ready=len(ready),
        paired=len(ready & partners),
    )
