"""The counts of a programme by the plain rules, one after another: what the database must find."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import fmean

from services.feedback.domain.check_in import CheckIn, CheckInState, CheckInWindow
from services.feedback.domain.health import assess
from services.feedback.domain.pulse import Pulse, is_active, takes_part
from services.feedback.domain.release import DISSATISFIED, SATISFIED, Votes
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


def plain_votes(check_ins: Iterable[CheckIn], *, since: datetime | None, until: datetime) -> Votes:
    by_person: defaultdict[str, list[CheckIn]] = defaultdict(list)
    for check_in in check_ins:
        if check_in.state is CheckInState.ANSWERED and check_in.answered_at and check_in.answered_at < until:
            by_person[check_in.employee_id].append(check_in)
    means = [fmean(each.answer.rating for each in said if each.answer) for said in by_person.values()]
    latest = [max(said, key=lambda each: (each.answered_at, each.id)) for said in by_person.values()]
    return Votes(
        people=len(by_person),
        newly=sum(since is None or (each.answered_at or until) >= since for each in latest),
        rating=sum(means),
        satisfied=sum(mean >= SATISFIED for mean in means),
        dissatisfied=sum(mean < DISSATISFIED for mean in means),
        progress=sum(each.answer.goal_progress for each in latest if each.answer),
    )
