"""Pairings as the console knows them."""

from datetime import UTC, date, datetime
from enum import StrEnum

from services.console.read_models.row import Facets, Row
from shared.contracts.feedback import Health, IdleStep
from shared.contracts.matching import PairingActivated, PairingPaused

SECONDS_A_DAY = 86_400


class PairingState(StrEnum):
    """The state of a pairing; ``unknown`` while only another topic has mentioned it."""

    UNKNOWN = "unknown"
    ACTIVE = "active"
    ENDED = "ended"


class SponsorState(StrEnum):
    """Whether a pairing has a sponsor."""

    MISSING = "missing"
    ASKED = "asked"
    ACCEPTED = "accepted"


class Pairing(Row):
    """A pairing with its health, its alarm, and what is done about two who do not meet.

    Attributes:
        unplaced: sessions that found no free slot.
        in_a_row: sessions cancelled or missed in a row, when the alarm was raised.
        met_until: when the latest session held was over.
        idle_step: what was done last about their not meeting.
        idle_since: since when they had not met then.
        contacted: whether the executive has got in touch.
        paused: whether the two do not meet for some time.
        paused_until: the day from which they meet again, if it is known.
        sponsor: whether a sponsor is named.
        sponsor_employee_id: the person named.
    """

    mentor_id: str = ""
    mentee_id: str = ""
    mentor_employee_id: str = ""
    mentee_employee_id: str = ""
    state: PairingState = PairingState.UNKNOWN
    activated_at: datetime | None = None
    matched_in_days: int | None = None
    ended_as: str = ""
    health: Health = Health.TOO_EARLY
    reasons: tuple[str, ...] = ()
    unplaced: int = 0
    held: int = 0
    last_held_at: datetime | None = None
    alarm_at: datetime | None = None
    in_a_row: int = 0
    met_until: datetime | None = None
    idle_step: str = ""
    idle_since: datetime | None = None
    contacted: bool = False
    paused: bool = False
    paused_until: date | None = None
    sponsor: SponsorState = SponsorState.MISSING
    sponsor_employee_id: str = ""

    def activated(self, data: PairingActivated) -> "Pairing":
        """Record that both accepted. Time to match counts from when the later of the two was ready."""
        waited = data.activated_at - max(data.mentor_ready_at, data.mentee_ready_at)
        return self.noted(
            mentor_id=data.mentor_id,
            mentee_id=data.mentee_id,
            mentor_employee_id=data.mentor_employee_id,
            mentee_employee_id=data.mentee_employee_id,
            state=PairingState.ACTIVE,
            activated_at=data.activated_at,
            matched_in_days=max(0, int(waited.total_seconds() // SECONDS_A_DAY)),
        )

    def rests(self, data: PairingPaused) -> "Pairing":
        """Record a pause, or another length of it."""
        return self.noted(paused=True, paused_until=data.until.astimezone(UTC).date() if data.until else None)

    def met(self, until: datetime, *, at: datetime) -> "Pairing":
        """Note a session that was held, as of its end."""
        return self.noted(
            held=self.held + 1,
            last_held_at=max(at, self.last_held_at or at),
            met_until=max(until, self.met_until or until),
        )

    def partner_of(self, employee_id: str) -> str:
        """Return the participant id of the other of the two."""
        return self.mentee_id if employee_id == self.mentor_employee_id else self.mentor_id

    @property
    def alarming(self) -> bool:
        """Whether an alarm was raised and no session has been held since; not in a pause."""
        if self.state is not PairingState.ACTIVE or self.paused or self.alarm_at is None:
            return False
        return self.last_held_at is None or self.last_held_at < self.alarm_at

    @property
    def idle(self) -> str:
        """The step that stands: they have not met since it was taken, nor has the first contact been made.

        None stands in a pause.
        """
        if self.state is not PairingState.ACTIVE or self.paused or self.idle_since is None:
            return ""
        met = self.met_until is not None and self.met_until > self.idle_since
        settled = met or (self.contacted and self.idle_step == IdleStep.FIRST_CONTACT)
        return "" if settled else self.idle_step

    def facets(self) -> Facets:
        """By state, health, days to match and what is done about not meeting, and open alarms."""
        counts = {f"pairings:{self.state}": 1}
        if self.state is PairingState.ACTIVE:
            counts[f"health:{self.health}"] = 1
        if self.matched_in_days is not None:
            counts[f"match-days:{self.matched_in_days}"] = 1
        if self.alarming:
            counts["alarms:open"] = 1
        if self.idle:
            counts[f"idle:{self.idle}"] = 1
        return counts
