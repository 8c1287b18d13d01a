"""The bodies of requests of participants."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.enrollment.api import examples
from services.enrollment.api.total_capacity import TotalCapacity
from services.enrollment.domain.assessment import CommunicationStyle
from services.enrollment.domain.preferences import Preferences
from services.enrollment.domain.programme_plan import TermsVersion
from services.enrollment.domain.training_texts import TextLanguage
from shared.contracts.vocabulary import Role
from shared.kernel import EmployeeId

ShortId = Annotated[str, StringConstraints(max_length=40)]

_ENROLMENT: dict[str, Any] = {
    "employee_id": "E000042",
    "role": "mentor",
    "consent": True,
    "terms_version": "2026-1",
    "terms_language": "de",
    "capacity": 2,
    "total_capacity": 3,
    "working_hours": {"starts": "09:00", "ends": "17:30"},
    "topics": [{"topic": "ai-prompting", "level": 3}],
}


class EnrolmentInput(Preferences):
    """An employee's own enrolment; the employee_id may be omitted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ENROLMENT]})

    employee_id: EmployeeId | None = None
    role: Role
    consent: bool = False
    terms_version: TermsVersion
    terms_language: TextLanguage | None = None
    """The language in which the terms were read."""
    total_capacity: TotalCapacity | None = None
    """The number of pairings at a time over all programmes; omitted or null: as it is."""

    def preferences(self) -> Preferences:
        """Return the preferences in the domain's own types."""
        return Preferences(capacity=self.capacity, working_hours=self.working_hours, topics=self.topics)


class ConsentInput(BaseModel):
    """The terms that a participant agrees to: those in force, as they were read."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"terms_version": "2026-2", "terms_language": "de"}]}
    )

    terms_version: TermsVersion
    terms_language: TextLanguage | None = None


class StyleInput(CommunicationStyle):
    """The three scales, 1 to 5 each."""

    model_config = ConfigDict(extra="forbid")


class AssessmentInput(BaseModel):
    """Answers to a questionnaire."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.ASSESSMENT]})

    version: Annotated[int, Field(ge=1, le=1000)]
    answers: Annotated[dict[ShortId, ShortId], Field(max_length=50)]
    """Item id to option id, for every item."""
    style: StyleInput


class WithdrawalInput(BaseModel):
    """A withdrawal; the reason is optional and visible to that person alone."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"private_reason": "A new job leaves me no time."}]}
    )

    private_reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] | None = None
