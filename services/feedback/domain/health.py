"""How a pairing does, as a function of its facts alone."""

from datetime import datetime, timedelta
from statistics import fmean
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.feedback.domain.pulse import Pulse, idle_since
from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import Health, PairingHealthChanged

RECENT_RATINGS: Final = 2
LOW_RATING: Final = 3.0

# The reasons name no figure: the coordinator should look, but not learn who gave which rating.
LOW_RATINGS: Final = "recent ratings are low"
ALARM: Final = "sessions were cancelled or missed running"
GOING_WELL: Final = "they meet, and ratings are good"
NO_ANSWER_YET: Final = "no held session has an answered check-in yet"


class Assessment(BaseModel):
    """A health and what made it so."""

    model_config = ConfigDict(frozen=True)

    health: Health
    reasons: tuple[str, ...]


def assess(pulse: Pulse, rules: ProgrammeRules, *, now: datetime) -> Assessment:
    """Judge a pairing by all that is known of it at ``now``, or at its end if that was before.

    Warnings come before "too early": two who cancel again and again, or never meet, need help early.
    """
    at = min(now, pulse.ended_at) if pulse.ended_at else now
    warnings = [
        *([LOW_RATINGS] if _low_ratings(pulse) else []),
        *([ALARM] if _alarmed(pulse) else []),
        *([f"no first contact within {rules.first_contact_days} days"] if _silent(pulse, rules, at) else []),
        *([f"no session held for {rules.idle_warn_days} days"] if _idle(pulse, rules, at) else []),
    ]
    if warnings:
        return Assessment(health=Health.NEEDS_ATTENTION, reasons=tuple(warnings))
    if not pulse.answered:
        return Assessment(health=Health.TOO_EARLY, reasons=(NO_ANSWER_YET,))
    return Assessment(health=Health.ON_TRACK, reasons=(GOING_WELL,))


def reassess(
    pulse: Pulse, rules: ProgrammeRules, *, now: datetime
) -> tuple[Pulse, list[PairingHealthChanged]]:
    """Bring a pulse's health up to date; an event only where it is another than before."""
    found = assess(pulse, rules, now=now)
    if found.health is pulse.health:
        return pulse, []
    event = PairingHealthChanged(
        pairing_id=pulse.id, health=found.health, was=pulse.health, reasons=found.reasons
    )
    return pulse.changed(health=found.health), [event]


def _low_ratings(pulse: Pulse) -> bool:
    recent = [record.rating for record in pulse.answered if record.rating is not None][-RECENT_RATINGS:]
    return bool(recent) and fmean(recent) < LOW_RATING


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
