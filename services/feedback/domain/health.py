"""The health of a pairing, a function of facts about its sessions; answers play no part in it."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from services.feedback.domain.health_record import HealthRecord
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import Health, HealthReason, PairingHealthChanged


class Assessment(BaseModel):
    """A health and the reasons for it."""

    model_config = ConfigDict(frozen=True)

    health: Health
    reasons: tuple[HealthReason, ...]


def assess(record: HealthRecord, rules: ProgrammeRules, *, now: datetime) -> Assessment:
    """Judge a pairing by its facts at ``now``, or at its end if that was before.

    Warnings come before "too early": two who cancel again and again, or never meet, need help early. The time
    of pauses does not count.
    """
    at = min(now, record.ended_at) if record.ended_at else now
    warnings = [
        *([HealthReason.CANCELLATIONS] if _alarmed(record) else []),
        *([HealthReason.NO_FIRST_CONTACT] if _silent(record, rules, at) else []),
        *([HealthReason.IDLE] if _idle(record, rules, at) else []),
    ]
    if warnings:
        return Assessment(health=Health.NEEDS_ATTENTION, reasons=tuple(warnings))
    if not record.have_met:
        return Assessment(health=Health.TOO_EARLY, reasons=(HealthReason.NOT_MET_YET,))
    return Assessment(health=Health.ON_TRACK, reasons=(HealthReason.MEETING,))


def reassess(
    record: HealthRecord, rules: ProgrammeRules, *, now: datetime
) -> tuple[HealthRecord, list[PairingHealthChanged]]:
    """Update the health; return an event only where it has changed."""
    assessment = assess(record, rules, now=now)
    if assessment.health is record.health:
        return record, []
    event = PairingHealthChanged(
        pairing_id=record.id, health=assessment.health, was=record.health, reasons=assessment.reasons
    )
    return record.changed(health=assessment.health), [event]


def _alarmed(record: HealthRecord) -> bool:
    """Return whether there was an alarm, and they have not met since."""
    if record.alarmed_at is None:
        return False
    return record.last_held_at is None or record.last_held_at <= record.alarmed_at


def _silent(record: HealthRecord, rules: ProgrammeRules, at: datetime) -> bool:
    """Return whether the executive has not got in touch in time, and they have not met either."""
    if record.activated_at is None or record.contacted_at or record.have_met:
        return False
    return record.elapsed(record.activated_at, at) >= timedelta(days=rules.first_contact_days)


def _idle(record: HealthRecord, rules: ProgrammeRules, at: datetime) -> bool:
    since = record.not_met_since
    return since is not None and record.elapsed(since, at) >= timedelta(days=rules.idle_warn_days)
