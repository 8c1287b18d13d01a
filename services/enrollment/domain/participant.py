"""The lifecycle of a participant: enrolled, ready once assessed and trained, withdrawn."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from services.enrollment.domain.assessment import AssessmentResult
from services.enrollment.domain.consent import Consent
from services.enrollment.domain.employee import Employee
from services.enrollment.domain.own_answers import OwnAnswers
from services.enrollment.domain.preferences import Preferences
from services.enrollment.domain.profile import matching_profile
from services.enrollment.domain.training import TrainingModule
from services.enrollment.domain.withdrawal import Withdrawal
from shared.contracts.enrollment import (
    AssessmentCompleted,
    ConsentAsked,
    ConsentGiven,
    EnrollmentEvent,
    MatchingProfile,
    ParticipantEnrolled,
    ParticipantReady,
    ParticipantWithdrawn,
    TrainingCompleted,
    TrainingExpired,
    WithdrawalReason,
)
from shared.contracts.vocabulary import Role, TopicLevel
from shared.encryption import SealedText
from shared.kernel import Aggregate, Conflict, EmployeeId, Identifier, MakeId, RuleBroken, Scope


class ParticipantState(StrEnum):
    """The state of a participant."""

    ENROLLED = "enrolled"
    READY = "ready"
    WITHDRAWN = "withdrawn"


class Training(BaseModel):
    """A completed training module, and the account that recorded it: the person's own or a coordinator's."""

    model_config = ConfigDict(frozen=True)

    module: str
    version: int
    noted_by: str
    noted_at: datetime
    expires_at: datetime | None = None
    """When it no longer counts; None: never."""


class Participant(Aggregate):
    """An employee in one role of one programme. The region is the employee's."""

    employee_id: EmployeeId
    role: Role
    state: ParticipantState = ParticipantState.ENROLLED
    preferences: Preferences
    consent: Consent
    consent_due: bool = False
    """Whether the terms have changed since: the person has to agree before the next step."""
    enrolled_at: datetime
    ready_at: datetime | None = None
    assessment: AssessmentResult | None = None
    required_training: tuple[str, ...]
    """The modules that the programme asked for when the person joined."""
    required_questions: bool = False
    """Whether the programme's own questions were to be answered when the person joined."""
    own_answers: OwnAnswers | None = None
    trainings: tuple[Training, ...] = ()
    """The completed modules that have not expired."""
    profile: MatchingProfile | None = None
    """The facts last published to matching."""
    withdrawal: Withdrawal | None = None

    @property
    def training_left(self) -> tuple[str, ...]:
        """The modules that the programme asks for and that are not completed."""
        completed = {training.module for training in self.trainings}
        return tuple(module for module in self.required_training if module not in completed)

    def has_completed(self, module: TrainingModule) -> bool:
        """Return whether the present version of a module is completed."""
        return any((each.module, each.version) == (module.id, module.version) for each in self.trainings)

    @property
    def missing(self) -> list[str]:
        """The steps left before the participant can be matched."""
        steps = {
            "consent": self.consent_due,
            "assessment": self.assessment is None,
            "questions": self.required_questions and self.own_answers is None,
            "training": bool(self.training_left),
        }
        return [step for step, is_missing in steps.items() if is_missing]

    def enrol_again(
        self,
        preferences: Preferences,
        consent: Consent,
        required_training: tuple[str, ...],
        *,
        required_questions: bool = False,
    ) -> tuple[Self, list[EnrollmentEvent]]:
        """Take over new preferences, or come back after a withdrawal.

        The earlier assessment, answers and training still count.
        """
        if self.state is not ParticipantState.WITHDRAWN:
            return self.changed(preferences=preferences).agree(consent)
        returned = self.changed(
            state=ParticipantState.ENROLLED,
            preferences=preferences,
            consent=consent,
            consent_due=False,
            required_training=required_training,
            required_questions=required_questions,
            enrolled_at=consent.given_at,
            withdrawal=None,
        )
        return returned, [_enrolled(returned)]

    def ask_consent(self, terms_version: str) -> tuple[Self, list[EnrollmentEvent]]:
        """Ask again for consent if it was given to other terms than these, and no longer if it was not."""
        due = self.consent.terms_version != terms_version
        if due == self.consent_due or self.state is ParticipantState.WITHDRAWN:
            return self, []
        asked = self.changed(consent_due=due)
        if due:
            return asked, [ConsentAsked(participant_id=self.id, role=self.role)]
        return asked, [ConsentGiven(participant_id=self.id)]

    def agree(self, consent: Consent) -> tuple[Self, list[EnrollmentEvent]]:
        """Consent to the terms in force; who has agreed to them already changes nothing.

        Raises:
            Conflict: the participant has withdrawn.
        """
        self._still_here()
        if consent.terms_version == self.consent.terms_version and not self.consent_due:
            return self, []
        events: list[EnrollmentEvent] = [ConsentGiven(participant_id=self.id)] if self.consent_due else []
        return self.changed(consent=consent, consent_due=False), events

    def check_consent(self) -> None:
        """See that the person has agreed to the terms in force, before their next step.

        Raises:
            Conflict: the terms have changed since.
        """
        if self.consent_due:
            raise Conflict("the terms have changed: agree to them first", code="consent-due")

    def choose(self, topics: tuple[TopicLevel, ...]) -> Self:
        """Take over the topics offered or wanted.

        Raises:
            Conflict: the participant has withdrawn.
            RuleBroken: one is chosen twice.
        """
        self._still_here()
        preferences = self.preferences.model_copy(update={"topics": topics})
        preferences.check()
        return self.changed(preferences=preferences)

    def assess(self, result: AssessmentResult) -> tuple[Self, list[EnrollmentEvent]]:
        """Keep the result of a questionnaire; the same answers again change nothing.

        Raises:
            Conflict: the participant has withdrawn.
        """
        self._still_here()
        if result == self.assessment:
            return self, []
        completed = AssessmentCompleted(
            participant_id=self.id,
            instrument=result.instrument,
            instrument_version=result.version,
            result=result.kind,
        )
        return self.changed(assessment=result), [completed]

    def answer(self, answers: OwnAnswers) -> Self:
        """Keep the answers to the programme's own questions; the latest count.

        Raises:
            Conflict: the participant has withdrawn.
        """
        self._still_here()
        return self.changed(own_answers=answers)

    def train(
        self, module: TrainingModule, noted_by: str, now: datetime, expires_at: datetime | None = None
    ) -> tuple[Self, list[EnrollmentEvent]]:
        """Record a completed module; a repetition changes nothing.

        Raises:
            Conflict: the participant has withdrawn.
            RuleBroken: the module is for the other role.
        """
        self._still_here()
        if self.role not in module.roles:
            raise RuleBroken("this module is for the other role", code="other-training", field="module")
        if self.has_completed(module):
            return self, []
        others = tuple(training for training in self.trainings if training.module != module.id)
        training = Training(
            module=module.id, version=module.version, noted_by=noted_by, noted_at=now, expires_at=expires_at
        )
        trained = self.changed(trainings=(*others, training))
        left = len(trained.training_left)
        return trained, [TrainingCompleted(participant_id=self.id, module=module.id, left=left)]

    def expire_training(
        self, module: str, now: datetime, *, retired: bool = False
    ) -> tuple[Self, list[EnrollmentEvent]]:
        """Count a completed module no longer once its time is over; before that, this changes nothing.

        Somebody who is ready stays so: partners do not pay for a date that passed. Nobody renews a module
        that is retired.
        """
        expired = {
            each.module
            for each in self.trainings
            if each.module == module and each.expires_at and each.expires_at <= now
        }
        if not expired:
            return self, []
        kept = tuple(each for each in self.trainings if each.module not in expired)
        if retired:
            left = tuple(each for each in self.required_training if each != module)
            return self.changed(trainings=kept, required_training=left), []
        asks = module in self.required_training and self.state is not ParticipantState.WITHDRAWN
        fact = TrainingExpired(participant_id=self.id, role=self.role, module=module)
        return self.changed(trainings=kept), [fact] if asks else []

    def withdraw(
        self,
        reason: WithdrawalReason,
        now: datetime,
        *,
        noted_by: str | None,
        private_reason: SealedText | None = None,
    ) -> tuple[Self, list[EnrollmentEvent]]:
        """Leave the programme; once left, leaving again changes nothing."""
        if self.state is ParticipantState.WITHDRAWN:
            return self, []
        withdrawal = Withdrawal(reason=reason, private_reason=private_reason, at=now, noted_by=noted_by)
        gone = self.changed(
            state=ParticipantState.WITHDRAWN, withdrawal=withdrawal, ready_at=None, profile=None
        )
        withdrawn = ParticipantWithdrawn(
            participant_id=self.id, employee_id=self.employee_id, role=self.role, reason=reason
        )
        return gone, [withdrawn]

    def forget_reason(self) -> Self:
        """Delete the private reason for leaving; without one, this changes nothing."""
        if self.withdrawal is None or self.withdrawal.private_reason is None:
            return self
        return self.changed(withdrawal=self.withdrawal.model_copy(update={"private_reason": None}))

    def settle(
        self, employee: Employee, line: tuple[EmployeeId, ...], now: datetime
    ) -> tuple[Self, list[EnrollmentEvent]]:
        """Become ready when nothing is missing, and inform matching whenever its facts have changed.

        Nobody becomes ready before their first day of employment; people who are ready stay so.
        """
        is_ready = self.state is ParticipantState.READY
        if not is_ready and (employee.hired_on > now.date() or self.missing):
            return self, []
        if self.state is ParticipantState.WITHDRAWN or self.assessment is None:
            return self, []
        own = self.own_answers.features if self.own_answers else {}
        profile = matching_profile(
            employee, line, self.role, self.preferences, {**own, **self.assessment.features}, now.date()
        )
        if profile == self.profile:
            return self, []
        ready = self.changed(
            state=ParticipantState.READY,
            region=employee.region,
            profile=profile,
            ready_at=self.ready_at or now,
        )
        return ready, [ParticipantReady(participant_id=self.id, profile=profile)]

    def _still_here(self) -> None:
        if self.state is ParticipantState.WITHDRAWN:
            raise Conflict("this participant has withdrawn; enrol again first", code="participant-withdrawn")


def participant_ids(make_id: MakeId, scope: Scope, employee_id: str) -> dict[Role, Identifier]:
    """Return the ids of an employee in each role of a programme."""
    return {
        role: make_id("participant", scope.tenant, scope.programme, employee_id, role.value) for role in Role
    }


def enrol(
    id_: str,
    employee: Employee,
    programme_id: str,
    role: Role,
    preferences: Preferences,
    consent: Consent,
    required_training: tuple[str, ...],
    *,
    required_questions: bool = False,
) -> tuple[Participant, list[EnrollmentEvent]]:
    """Enrol an employee for the first time."""
    participant = Participant(
        id=id_,
        tenant=employee.tenant,
        programme=programme_id,
        region=employee.region,
        employee_id=employee.id,
        role=role,
        preferences=preferences,
        consent=consent,
        required_training=required_training,
        required_questions=required_questions,
        enrolled_at=consent.given_at,
    )
    return participant, [_enrolled(participant)]


def _enrolled(participant: Participant) -> ParticipantEnrolled:
    return ParticipantEnrolled(
        participant_id=participant.id,
        employee_id=participant.employee_id,
        role=participant.role,
        to_train=bool(participant.training_left),
    )
