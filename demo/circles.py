"""A circle of mentors: made in the fifth week; its members meet each quarter, and one writes a note."""

from datetime import datetime, timedelta
from typing import Any, Final

from demo.calendar import day_number
from demo.participants import Participants

_MADE_ON: Final = 28
_FIRST_IN: Final = timedelta(days=9, hours=-3)
_QUARTER: Final = timedelta(days=91)
_MEMBERS: Final = 6
_MINUTES: Final = 60
_NOTE: Final = "A short list of questions to choose from helps when an executive has no topic."


class Circles:
    """Lets the coordinator make a circle, and its members say that they came, and write.

    Args:
        participants: everybody.
        days: the length of the programme.
    """

    def __init__(self, participants: Participants, days: int) -> None:
        self._participants = participants
        self._days = days
        self._circle: dict[str, Any] | None = None
        self._met: set[str] = set()

    async def live(self, now: datetime) -> None:
        """Make the circle on its day; after each date, let those who are still members look back."""
        if self._circle is None:
            if day_number(now) >= _MADE_ON:
                self._circle = await self._make(now)
            return
        for date in self._circle["dates"]:
            if datetime.fromisoformat(date["ends_at"]) <= now and date["date_id"] not in self._met:
                self._met.add(date["date_id"])
                await self._look_back(self._circle["circle_id"], date["date_id"])

    async def _make(self, now: datetime) -> dict[str, Any] | None:
        """Make a circle of the mentors who joined first, with dates up to the end of the programme."""
        mentors = [who for who in self._participants.people if who.here and who.persona.role == "mentor"]
        mentors = sorted(mentors, key=lambda who: (who.joined_on, who.persona.id))[:_MEMBERS]
        if len(mentors) < 2:
            return None
        coordinator = self._participants.coordinator
        people = [who.persona.id for who in mentors]
        circle: dict[str, Any] = await coordinator.post(
            "enrollment", "/circles", {"name": "First circle", "people": people}
        )
        at = now + _FIRST_IN
        while day_number(at) < self._days:
            body = {"starts_at": at.isoformat(), "minutes": _MINUTES}
            circle = await coordinator.post("enrollment", f"/circles/{circle['circle_id']}/dates", body)
            at += _QUARTER
        return circle

    async def _look_back(self, circle_id: str, date_id: str) -> None:
        """Let each member say that they came; the first one writes a note, and the others read it."""
        below = f"/me/circles/{circle_id}"
        circle = await self._participants.coordinator.get("enrollment", f"/circles/{circle_id}")
        members = [self._participants.participant(each["participant_id"]) for each in circle["members"]]
        for who in members:
            await who.me.post("enrollment", f"{below}/dates/{date_id}/attendance", {"attended": True})
        for who in members[:1]:
            await who.me.attempt("enrollment", f"{below}/notes", {"note": _NOTE})  # not before new terms
        for who in members:
            await who.me.get("enrollment", f"{below}/notes")
