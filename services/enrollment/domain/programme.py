"""A mentoring programme: its dates, regions, rules and goals."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.enrollment import (
    EnrollmentEvent,
    Objective,
    ProgrammeChanged,
    ProgrammeOpened,
    ProgrammeRules,
)
from shared.kernel import ORGANISATION_WIDE, Aggregate, Identifier, RuleBroken

MAX_DAYS = 3 * 366
MAX_REMINDERS = 5
MAX_REMINDER_HOURS = 31 * 24

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
TermsVersion = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]


class ProgrammePlan(BaseModel):
    """Everything a coordinator decides about a programme."""

    model_config = ConfigDict(frozen=True)

    name: Title
    starts_on: date
    ends_on: date
    """The last day."""
    regions: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=50)]
    rules: ProgrammeRules = ProgrammeRules()
    objectives: Annotated[tuple[Objective, ...], Field(max_length=20)] = ()
    terms_version: TermsVersion
    """The terms a participant has to consent to."""

    def check(self) -> None:
        """Check what one field alone does not show.

        Raises:
            RuleBroken: dates in the wrong order, or something listed twice.
        """
        if self.ends_on <= self.starts_on:
            raise RuleBroken("must be after the start", field="ends_on")
        if (self.ends_on - self.starts_on).days > MAX_DAYS:
            raise RuleBroken("a programme lasts at most three years", field="ends_on")
        _once(self.regions, "regions")
        _once([objective.name for objective in self.objectives], "objectives")
        _once(self.rules.reminder_hours, "rules.reminder_hours")
        if self.rules.idle_alarm_days < self.rules.idle_warn_days:
            raise RuleBroken("must be later than the warning", field="rules.idle_alarm_days")
        if self.rules.idle_close_days <= self.rules.idle_alarm_days:
            raise RuleBroken("must be later than the alarm", field="rules.idle_close_days")


class Programme(Aggregate):
    """A programme of an organisation; its id is also the programme of all that belongs to it."""

    plan: ProgrammePlan

    @classmethod
    def open(cls, tenant: str, programme_id: str, plan: ProgrammePlan) -> tuple[Self, list[EnrollmentEvent]]:
        """Set up a new programme.

        Raises:
            RuleBroken: the plan contradicts itself, or the id is reserved.
        """
        if programme_id == ORGANISATION_WIDE:
            raise RuleBroken("this id is reserved", field="programme_id")
        plan.check()
        programme = cls(id=programme_id, tenant=tenant, programme=programme_id, plan=plan)
        return programme, [ProgrammeOpened(**_definition(programme))]

    def replan(self, plan: ProgrammePlan) -> tuple[Self, list[EnrollmentEvent]]:
        """Take over another plan; the same plan again changes nothing.

        Raises:
            RuleBroken: the plan contradicts itself.
        """
        if plan == self.plan:
            return self, []
        plan.check()
        programme = self.changed(plan=plan)
        return programme, [ProgrammeChanged(**_definition(programme))]


def _definition(programme: Programme) -> dict[str, Any]:
    published = ("starts_on", "ends_on", "regions", "rules", "objectives")
    return {"programme_id": programme.id, **{name: getattr(programme.plan, name) for name in published}}


def _once(values: Iterable[object], field: str) -> None:
    twice = [str(value) for value, count in Counter(values).items() if count > 1]
    if twice:
        raise RuleBroken(f"listed twice: {', '.join(twice)}", field=field)
