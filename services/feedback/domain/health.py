"""The health of a pairing, a function of facts about its sessions; answers play no part in it."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from services.feedback.domain.pulse import Pulse, idle_since
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import Health, HealthReason, PairingHealthChanged


class Assessment(BaseModel):
    """A health and the reasons for it."""

    model_config = ConfigDict(frozen=True)

    health: Health
    reasons: tuple[HealthReason, ...]


def assess(pulse: Pulse, rules: ProgrammeRules, *, now: datetime) -> Assessment:
    """Judge a pairing by its facts at ``now``, or at its end if that was before.

    Warnings come before "too early": two who cancel again and again, or never meet, need help early.
    """
    at = min(now, pulse.ended_at) if pulse.ended_at else now
    warnings = [
        *([HealthReason.CANCELLATIONS] if _alarmed(pulse) else []),
        *([HealthReason.NO_FIRST_CONTACT] if _silent(pulse, rules, at) else []),
        *([HealthReason.IDLE] if _idle(pulse, rules, at) else []),
    ]
    if warnings:
        return Assessment(health=Health.NEEDS_ATTENTION, reasons=tuple(warnings))
    if not pulse.have_met:
        return Assessment(health=Health.TOO_EARLY, reasons=(HealthReason.NOT_MET_YET,))
    return Assessment(health=Health.ON_TRACK, reasons=(HealthReason.MEETING,))


def reassess(
    pulse: Pulse, rules: ProgrammeRules, *, now: datetime
) -> tuple[Pulse, list[PairingHealthChanged]]:
    """Update a pulse's health; return an event only where it has changed."""
    assessment = assess(pulse, rules, now=now)
    if assessment.health is pulse.health:
        return pulse, []
    event = PairingHealthChanged(
        pairing_id=pulse.id, health=assessment.health, was=pulse.health, reasons=assessment.reasons
    )
    return pulse.changed(health=assessment.health), [event]


def _alarmed(pulse: Pulse) -> bool:
    """Whether there was an alarm, and they have not met since."""
    if pulse.alarmed_at is None:
        return False
    return pulse.last_held_at is None or pulse.last_held_at <= pulse.alarmed_at


def _silent(pulse: Pulse, rules: ProgrammeRules, at: datetime) -> bool:
    """Whether the executive has not got in touch in time, and they have not met either."""
    if pulse.activated_at is None or pulse.contacted_at or pulse.have_met:
        return False
    return at - pulse.activated_at >= timedelta(days=rules.first_contact_days)


def _idle(pulse: Pulse, rules: ProgrammeRules, at: datetime) -> bool:
    since = idle_since(pulse)
    return since is not None and at - since >= timedelta(days=rules.idle_warn_days)
