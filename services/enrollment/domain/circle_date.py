"""A date of a circle."""

from datetime import datetime, timedelta
from typing import Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.kernel import Identifier, RuleBroken, stable_id

REMIND_BEFORE: Final = timedelta(days=1)
_FARTHEST: Final = timedelta(days=3 * 366)


class CircleDate(BaseModel):
    """A date of a circle.

    Attributes:
        number: from 1, in the order of making.
        attended: the members who say that they were there.
    """

    model_config = ConfigDict(frozen=True)

    id: Identifier
    number: int
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    cancelled: bool = False
    attended: tuple[Identifier, ...] = ()

    def is_ahead(self, now: datetime) -> bool:
        """Return whether it is still to take place."""
        return not self.cancelled and self.starts_at > now

    def is_near(self, now: datetime) -> bool:
        """Return whether it is time for a reminder."""
        return self.is_ahead(now) and self.starts_at - REMIND_BEFORE <= now

    def is_at(self, starts_at: datetime, minutes: int) -> bool:
        """Return whether it takes place at this time, for as long."""
        return (self.starts_at, self.ends_at) == (starts_at, starts_at + timedelta(minutes=minutes))

    def at(self, starts_at: datetime, minutes: int, now: datetime) -> Self:
        """Return it at another time.

        Raises:
            RuleBroken: the time is past, or too far ahead.
        """
        _check_ahead(starts_at, now)
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=minutes)}
        return self.model_copy(update=times)

    def attended_by(self, participant_id: str, *, attended: bool) -> Self:
        """Return it with whether somebody was there."""
        others = {each for each in self.attended if each != participant_id}
        there = others | {participant_id} if attended else others
        return self.model_copy(update={"attended": tuple(sorted(there))})

    def off(self) -> Self:
        """Return it cancelled."""
        return self.model_copy(update={"cancelled": True})


def make_date(circle_id: str, number: int, starts_at: datetime, minutes: int, now: datetime) -> CircleDate:
    """Make a date.

    Raises:
        RuleBroken: the time is past, or too far ahead.
    """
    _check_ahead(starts_at, now)
    return CircleDate(
        id=stable_id("circle-date", circle_id, str(number)),
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
    )


def _check_ahead(starts_at: datetime, now: datetime) -> None:
    if not now < starts_at <= now + _FARTHEST:
        raise RuleBroken(
            "must be in the future, at most three years ahead", code="date-not-ahead", field="starts_at"
        )
