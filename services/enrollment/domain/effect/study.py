"""The study of a completed programme's effect: asked for once, carried out by one worker, published once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from pydantic import AwareDatetime

from services.enrollment.domain.effect.observation import observed_from
from services.enrollment.domain.programme import Programme
from shared.contracts.enrollment import EffectMeasured, MeasuredOutcome
from shared.kernel import Aggregate


class EffectStudy(Aggregate):
    """The study of one programme; the id is the programme's."""

    since: date
    """The day on which people are divided into participants and others."""
    until: date
    """The day of the completion."""
    owner: str = ""
    """The worker that carries it out."""
    claimed_until: AwareDatetime | None = None
    """A worker that is gone is replaced after this."""
    outcomes: tuple[MeasuredOutcome, ...] | None = None
    """As published; None before."""

    @classmethod
    def of(cls, programme: Programme, completed: date) -> Self:
        """Ask for the effect of a completed programme."""
        return cls(
            id=programme.id,
            tenant=programme.tenant,
            programme=programme.id,
            since=observed_from(programme.plan.starts_on),
            until=completed,
        )

    def claim(self, owner: str, at: datetime, until: datetime) -> Self | None:
        """Let a worker carry it out; None if another worker does, or it is published."""
        held = self.owner != owner and self.claimed_until is not None and self.claimed_until > at
        if self.outcomes is not None or held:
            return None
        return self.changed(owner=owner, claimed_until=until)

    def conclude(self, outcomes: Sequence[MeasuredOutcome]) -> tuple[Self, list[EffectMeasured]]:
        """Publish the outcomes; a repetition changes nothing."""
        if self.outcomes is not None:
            return self, []
        concluded = self.changed(outcomes=tuple(outcomes), owner="", claimed_until=None)
        fact = EffectMeasured(
            programme_id=self.id, since=self.since, until=self.until, outcomes=tuple(outcomes)
        )
        return concluded, [fact]
