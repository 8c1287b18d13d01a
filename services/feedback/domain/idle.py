"""Pairings without a session: the steps that follow, and when."""

from datetime import datetime, timedelta
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.feedback.domain.health_record import HealthRecord
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import IdleStep, PairingFellIdle

_SPACING: Final = timedelta(days=1)
"""The least time between two steps: after a long absence, or an outage, no warning is skipped."""


class NextStep(BaseModel):
    """The next step about a pairing, unless the two meet before."""

    model_config = ConfigDict(frozen=True)

    step: IdleStep
    since: AwareDatetime
    due_at: AwareDatetime


def next_step(record: HealthRecord, rules: ProgrammeRules) -> NextStep | None:
    """Return the next step, or None where no step is left, or the pairing is paused."""
    since = record.not_met_since
    if since is None or not record.is_active or record.is_paused:
        return None
    taken = record.idle_steps if record.idle_since == since else ()
    for step, days in _ladder(record, rules):
        if step in taken:
            continue
        due_at = record.due_after(since, days)
        if taken and record.idle_step_at:
            due_at = max(due_at, record.idle_step_at + _SPACING)
        return NextStep(step=step, since=since, due_at=due_at)
    return None


def take_step(
    record: HealthRecord, rules: ProgrammeRules, *, now: datetime
) -> tuple[HealthRecord, list[PairingFellIdle]]:
    """Take the step that is due by now, if one is; each is taken once while the two do not meet."""
    upcoming = next_step(record, rules)
    if upcoming is None or upcoming.due_at > now:
        return record, []
    taken = record.idle_steps if record.idle_since == upcoming.since else ()
    event = PairingFellIdle(
        pairing_id=record.id,
        mentor_id=record.mentor_id,
        mentee_id=record.mentee_id,
        step=upcoming.step,
        since=upcoming.since,
    )
    return record.changed(idle_since=upcoming.since, idle_steps=(*taken, upcoming.step), idle_step_at=now), [
        event
    ]


def _ladder(record: HealthRecord, rules: ProgrammeRules) -> list[tuple[IdleStep, int]]:
    """Return the steps and their days, in order; after a session or a first contact there is no such step."""
    in_touch = record.have_met or record.contacted_at is not None
    first = [] if in_touch else [(IdleStep.FIRST_CONTACT, rules.first_contact_days)]
    return [
        *first,
        (IdleStep.WARN, rules.idle_warn_days),
        (IdleStep.COORDINATOR, rules.idle_alarm_days),
        (IdleStep.CLOSE, rules.idle_close_days),
    ]
