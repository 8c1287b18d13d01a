"""Times of day on a person's own clock, also on the days on which clocks are changed."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from pydantic import BaseModel, ConfigDict

from shared.contracts.vocabulary import LocalTime


def next_time(time_of_day: str, after: datetime, zone: tzinfo) -> datetime:
    """Return the first instant after another at which the clocks of a zone show a time.

    Where the clocks jump over that time, it is the instant as if they had not been changed; a time that they
    show twice counts twice.

    Args:
        time_of_day: ``HH:MM``.
        after: the instant after which it is.
        zone: the zone of the clocks.
    """
    hour, minute = map(int, time_of_day.split(":"))
    day = after.astimezone(zone).date()
    while True:
        for fold in (0, 1):
            local = datetime.combine(day, time(hour, minute, fold=fold), zone)
            instant = local.astimezone(UTC)
            if instant > after:
                return instant
        day += timedelta(days=1)


class QuietHours(BaseModel):
    """Hours of each day in which a person wants no messages, on their own clock."""

    model_config = ConfigDict(frozen=True)

    begins_at: LocalTime
    ends_at: LocalTime

    def contain(self, instant: datetime, zone: tzinfo) -> bool:
        """Return whether an instant is in the quiet hours of a zone."""
        shown = f"{instant.astimezone(zone):%H:%M}"
        if self.begins_at <= self.ends_at:
            return self.begins_at <= shown < self.ends_at
        return shown >= self.begins_at or shown < self.ends_at

    def end_after(self, instant: datetime, zone: tzinfo) -> datetime:
        """Return the end of the quiet hours that contain an instant; the instant itself if none do."""
        while self.contain(instant, zone):
            instant = next_time(self.ends_at, instant, zone)
        return instant
