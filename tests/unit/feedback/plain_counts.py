"""The counts of a programme by the plain rules, one after another: what the database must find."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from services.feedback.domain.check_in import CheckIn, CheckInWindow
from services.feedback.domain.health import assess
from services.feedback.domain.pulse import Pulse, is_active, takes_part
from services.feedback.domain.summary import CheckInFigures, Counts
from services.feedback.domain.upstream import Participant, Standing
from shared.contracts.enrollment import ProgrammeRules


def plain_counts(
    pulses: Sequence[Pulse],
    participants: Iterable[Participant],
    check_ins: Iterable[CheckIn],
    rules: ProgrammeRules,
    *,
    now: datetime,
) -> Counts:
    active = [pulse for pulse in pulses if is_active(pulse)]
    partners = {who for pulse in pulses if takes_part(pulse) for who in (pulse.mentor_id, pulse.mentee_id)}
    ready = {person.id for person in participants if person.standing is Standing.READY}
    windows = Counter(check_in.window(now) for check_in in check_ins)
    return Counts(
        check_ins=CheckInFigures(open=windows[CheckInWindow.OPEN], closed=windows[CheckInWindow.CLOSED]),
        sessions=Counter(session.state for pulse in pulses for session in pulse.sessions),
        health=Counter(assess(pulse, rules, now=now).health for pulse in active),
        ready=len(ready),
        paired=len(ready & partners),
    )
