"""Events of circles: groups of mentors who meet on dates of their own."""

from typing import Annotated

from pydantic import Field

from shared.contracts.enrollment.event import EnrollmentEvent
from shared.contracts.vocabulary import Count, Identifier, Moment

MOST_CIRCLE_MEMBERS = 15
Members = Annotated[tuple[Identifier, ...], Field(max_length=MOST_CIRCLE_MEMBERS)]


class CircleMemberAdded(EnrollmentEvent, fact="circle-member-added", aggregate="circle", key="circle_id"):
    """A mentor is in a circle from now on."""

    circle_id: Identifier
    participant_id: Identifier


class CircleMemberRemoved(EnrollmentEvent, fact="circle-member-removed", aggregate="circle", key="circle_id"):
    """A coordinator has taken a mentor out of a circle."""

    circle_id: Identifier
    participant_id: Identifier


class CircleDateFact(EnrollmentEvent):
    """A date of a circle, and those of its members whom the fact concerns."""

    circle_id: Identifier
    date_id: Identifier
    number: Count
    starts_at: Moment
    ends_at: Moment
    participant_ids: Members


class CircleDateSet(CircleDateFact, fact="circle-date-set", aggregate="circle", key="circle_id"):
    """A circle has a date, or these people are new in it."""


class CircleDateMoved(CircleDateFact, fact="circle-date-moved", aggregate="circle", key="circle_id"):
    """A date of a circle has another time."""


class CircleDateCancelled(CircleDateFact, fact="circle-date-cancelled", aggregate="circle", key="circle_id"):
    """A date of a circle is off, or no longer concerns these people."""


class CircleDateReminded(CircleDateFact, fact="circle-date-reminded", aggregate="circle", key="circle_id"):
    """A date of a circle is near."""


class CircleReminderDue(
    EnrollmentEvent, fact="circle-reminder-due", aggregate="circle-reminder", key="circle_id", timer=True
):
    """Timer: the members of a circle are reminded of a date."""

    circle_id: Identifier
    date_id: Identifier
