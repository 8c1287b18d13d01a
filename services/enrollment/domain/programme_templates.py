"""The beginnings of a new programme: a shipped template, or the plan of another one."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from services.enrollment.domain.programme_plan import ProgrammePlan, TermsVersion, Title
from shared.contracts.enrollment import AdmissionRules, Objective, ProgrammeRules
from shared.kernel import Identifier, RuleBroken

Regions = Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=50)]
FIRST_TERMS: Final = "1"


class ProgrammeTemplate(BaseModel):
    """A programme without dates, regions and people.

    Attributes:
        id: its name in the API; pages word it.
        months: how long the programme lasts; None: without an end.
        rules: its rules.
        objectives: its objectives, with targets to be adjusted.
        admission: who may join, and how many.
    """

    model_config = ConfigDict(frozen=True)

    id: Identifier
    months: int | None
    rules: ProgrammeRules = ProgrammeRules()
    objectives: tuple[Objective, ...]
    admission: AdmissionRules = AdmissionRules()


class NewProgramme(BaseModel):
    """The statements of a coordinator about a new programme; everything else comes from its beginning.

    Attributes:
        name: for people.
        starts_on: the first day.
        regions: where people take part from; None: those of the programme that is copied.
        terms_version: the terms people consent to; None: those of the programme that is copied, else the
            organisation's latest, else "1".
    """

    model_config = ConfigDict(frozen=True)

    name: Title
    starts_on: date
    regions: Regions | None = None
    terms_version: TermsVersion | None = None


def plan_from_template(template: ProgrammeTemplate, new: NewProgramme) -> ProgrammePlan:
    """Return the template's plan from a first day on.

    Raises:
        RuleBroken: no regions are stated, or the plan would end too late.
    """
    if new.regions is None:
        raise RuleBroken("state at least one region", code="region-needed", field="regions")
    return ProgrammePlan(
        name=new.name,
        starts_on=new.starts_on,
        ends_on=template.months and _last_day(new.starts_on, template.months),
        regions=new.regions,
        rules=template.rules,
        objectives=template.objectives,
        admission=template.admission,
        terms_version=new.terms_version or FIRST_TERMS,
    )


def plan_from_copy(plan: ProgrammePlan, new: NewProgramme) -> ProgrammePlan:
    """Return another programme's plan, as long as it was, from a first day on.

    Raises:
        RuleBroken: the plan would end too late.
    """
    return plan.model_copy(
        update={
            "name": new.name,
            "starts_on": new.starts_on,
            "ends_on": plan.ends_on and _later(plan.ends_on, new.starts_on - plan.starts_on),
            "objectives": tuple(_shifted(each, new.starts_on - plan.starts_on) for each in plan.objectives),
            "regions": new.regions or plan.regions,
            "terms_version": new.terms_version or plan.terms_version,
        }
    )


def _last_day(first: date, months: int) -> date:
    """Return the day before the same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > date.max.year:
        raise RuleBroken("the programme would end too late", code="programme-too-late", field="starts_on")
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    return _later(date(year, month + 1, day), timedelta(days=-1))


def _shifted(objective: Objective, by: timedelta) -> Objective:
    """Return the objective, due as long after the first day as before."""
    due_on = objective.due_on and _later(objective.due_on, by)
    return objective.model_copy(update={"due_on": due_on})


def _later(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError as error:
        raise RuleBroken(
            "the programme would end too late", code="programme-too-late", field="starts_on"
        ) from error


_STANDARD: Final = ProgrammeTemplate(
    id="standard",
    months=6,
    objectives=(
        Objective(name="participation", measure="participation", baseline=0, target=80),
        Objective(name="sessions-held", measure="sessions-held", baseline=0, target=75),
        Objective(name="satisfaction", measure="satisfaction", baseline=3, target=4),
    ),
)
_DIGITAL_SPRINT: Final = ProgrammeTemplate(
    id="digital-sprint",
    months=3,
    rules=ProgrammeRules(
        cadence_weeks=2, idle_warn_days=21, idle_alarm_days=30, idle_close_days=45, closing_days=7
    ),
    objectives=(
        Objective(name="sessions-held", measure="sessions-held", baseline=0, target=80),
        Objective(name="satisfaction", measure="satisfaction", baseline=3, target=4),
    ),
)
_INCLUSION_YEAR: Final = ProgrammeTemplate(
    id="inclusion-year",
    months=12,
    rules=ProgrammeRules(min_grade_gap=4, session_minutes=90, proposal_expiry_working_days=5),
    objectives=(
        Objective(name="participation", measure="participation", baseline=0, target=70),
        Objective(name="satisfaction", measure="satisfaction", baseline=3, target=4),
    ),
)
_EVERGREEN: Final = ProgrammeTemplate(
    id="evergreen",
    months=None,
    rules=ProgrammeRules(pairing_weeks=26, round_weeks=4),
    objectives=(
        Objective(name="participation", measure="participation", baseline=0, target=80),
        Objective(name="satisfaction", measure="satisfaction", baseline=3, target=4),
    ),
)
TEMPLATES: Final[Mapping[str, ProgrammeTemplate]] = MappingProxyType(
    {template.id: template for template in (_STANDARD, _DIGITAL_SPRINT, _INCLUSION_YEAR, _EVERGREEN)}
)
"""The shipped templates by id: half a year; three quick months; a whole year; without an end."""
