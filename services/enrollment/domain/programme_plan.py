"""The plan of a programme: its dates, regions, rules and objectives."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.enrollment.domain.training import OWN_PREFIX, check_modules
from shared.contracts.enrollment import AdmissionRules, Objective, ProgrammeRules
from shared.kernel import Identifier, RuleBroken, check_once

MAX_DAYS = 3 * 366
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
_DAYS_OF_MONTH = 30.44
MAX_REMINDERS = 5
MAX_REMINDER_HOURS = 31 * 24

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"\S")]
TermsVersion = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]


class ProgrammePlan(BaseModel):
    """Everything a coordinator decides about a programme."""

    model_config = ConfigDict(frozen=True)

    name: Title
    starts_on: date
    ends_on: date | None
    """The last day; None: the programme is evergreen and goes on until a coordinator ends it."""
    regions: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=50)]
    rules: ProgrammeRules = ProgrammeRules()
    objectives: Annotated[tuple[Objective, ...], Field(max_length=20)] = ()
    terms_version: TermsVersion
    """The terms a participant has to consent to."""
    admission: AdmissionRules = AdmissionRules()

    @property
    def last_day(self) -> date:
        """The last day; one that nobody lives to see, for an evergreen programme."""
        return self.ends_on or LAST_DAY

    @property
    def closes_on(self) -> date:
        """The first day on which nobody enrols or is matched any more; never before the first day."""
        return max(self.starts_on, self.last_day - timedelta(days=self.rules.closing_days - 1))

    @property
    def dates(self) -> tuple[date, date, date]:
        """The first day of each state but the first."""
        return self.starts_on, self.closes_on, self.last_day

    @property
    def months(self) -> int | None:
        """How long the programme lasts, rounded to months; None for an evergreen one."""
        if self.ends_on is None:
            return None
        return max(1, round((self.ends_on - self.starts_on).days / _DAYS_OF_MONTH))

    def check(self) -> None:
        """Check what one field alone does not show; own modules are data, which commands check.

        Raises:
            RuleBroken: dates out of range or in the wrong order, or something listed twice.
        """
        self._check_dates()
        check_once(self.regions, "regions")
        self._check_objectives()
        self._check_rules()

    def _check_dates(self) -> None:
        for field, day in (("starts_on", self.starts_on), ("ends_on", self.last_day)):
            if not FIRST_DAY <= day <= LAST_DAY:
                raise RuleBroken(
                    "a day between {first} and {last}",
                    code="day-out-of-range",
                    first=str(FIRST_DAY),
                    last=str(LAST_DAY),
                    field=field,
                )
        if self.last_day <= self.starts_on:
            raise RuleBroken("must be after the start", code="ends-before-start", field="ends_on")
        if self.ends_on and (self.ends_on - self.starts_on).days > MAX_DAYS:
            raise RuleBroken(
                "a programme lasts at most three years", code="programme-too-long", field="ends_on"
            )

    def _check_objectives(self) -> None:
        check_once([objective.name for objective in self.objectives], "objectives")
        for number, objective in enumerate(self.objectives):
            if objective.due_on and objective.due_on < self.starts_on:
                raise RuleBroken(
                    "a key result is due after the programme starts",
                    code="due-before-start",
                    field=f"objectives[{number}].due_on",
                )

    def _check_rules(self) -> None:
        if self.ends_on is None and self.rules.pairing_weeks is None:
            raise RuleBroken(
                "pairings of a programme without an end need a length",
                code="pairing-length-needed",
                field="rules.pairing_weeks",
            )
        check_once(self.rules.reminder_hours, "rules.reminder_hours")
        check_once(self.rules.training, "rules.training")
        shipped = [name for name in self.rules.training if not name.startswith(OWN_PREFIX)]
        check_modules(shipped, "rules.training")
        if self.rules.idle_alarm_days < self.rules.idle_warn_days:
            raise RuleBroken(
                "must be later than the warning", code="alarm-before-warning", field="rules.idle_alarm_days"
            )
        if self.rules.idle_close_days <= self.rules.idle_alarm_days:
            raise RuleBroken(
                "must be later than the alarm", code="end-before-alarm", field="rules.idle_close_days"
            )
