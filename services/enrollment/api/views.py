"""Views of participants and questionnaires."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

from services.enrollment.api import examples
from services.enrollment.domain.assessment import AssessmentResult, CommunicationStyle, Instrument, StyleScale
from services.enrollment.domain.instruments import kind_in_each_language
from services.enrollment.domain.participant import Participant, ParticipantState
from services.enrollment.domain.preferences import Hours
from shared.contracts.vocabulary import Role, TopicLevel


class ResultView(BaseModel):
    """The result of a questionnaire, with advice for both sides; the texts are by language."""

    instrument: str
    version: int
    kind: str
    title: dict[str, str]
    about_you: dict[str, str]
    for_your_partner: dict[str, str]
    """For a mentor's result: how an executive can use it; for a mentee's: how the mentor can."""
    points: dict[str, int]
    style: CommunicationStyle

    @classmethod
    def of(cls, result: AssessmentResult) -> Self:
        """Return the view of a result, without the answers."""
        kinds = kind_in_each_language(result.instrument, result.version, result.kind)
        return cls(
            instrument=result.instrument,
            version=result.version,
            kind=result.kind,
            title={language: kind.title for language, kind in kinds.items()},
            about_you={language: kind.about_you for language, kind in kinds.items()},
            for_your_partner={language: kind.for_your_partner for language, kind in kinds.items()},
            points=result.points,
            style=result.style,
        )


class ParticipantView(BaseModel):
    """A participant; the result and the private reason for leaving are shown to that person alone."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PARTICIPANT]})

    participant_id: str
    employee_id: str
    role: Role
    state: ParticipantState
    region: str
    capacity: int
    """Pairings at a time in this programme."""
    total_capacity: int | None
    """Over all programmes, as matching knows it; null: not stated, or not ready yet."""
    working_hours: Hours
    topics: Sequence[TopicLevel]
    terms_version: str
    """The terms agreed to."""
    terms_language: str | None
    """The language in which they were read."""
    consent_due: bool
    """Whether the terms have changed since, so that the person has to agree before the next step."""
    enrolled_at: datetime
    ready_at: datetime | None
    missing: list[str]
    """The steps left before matching: ``consent``, ``assessment``, ``questions``, ``training``."""
    answered: int
    """The version of the programme's own questions that the person has answered; 0: none."""
    training_left: Sequence[str]
    """The modules that the programme asks for and that are still to do."""
    trained: Sequence[str]
    """The completed modules that have not expired."""
    result: ResultView | None
    withdrawal_reason: str | None
    withdrawn_at: datetime | None
    private_reason: str | None

    @classmethod
    def of(cls, participant: Participant, viewer: str | None, private_reason: str | None = None) -> Self:
        """Return the view of a participant.

        Args:
            participant: the participant to show.
            viewer: the caller's employee id; None for a caller who is no employee.
            private_reason: for leaving, if the viewer is its author.
        """
        withdrawal = participant.withdrawal
        is_self = viewer == participant.employee_id
        return cls(
            participant_id=participant.id,
            employee_id=participant.employee_id,
            role=participant.role,
            state=participant.state,
            region=participant.region,
            capacity=participant.preferences.capacity,
            total_capacity=participant.profile.total_capacity if participant.profile else None,
            working_hours=participant.preferences.working_hours,
            topics=participant.preferences.topics,
            terms_version=participant.consent.terms_version,
            terms_language=participant.consent.language,
            consent_due=participant.consent_due,
            enrolled_at=participant.enrolled_at,
            ready_at=participant.ready_at,
            missing=participant.missing,
            answered=participant.own_answers.version if participant.own_answers else 0,
            training_left=participant.training_left,
            trained=[training.module for training in participant.trainings],
            result=ResultView.of(participant.assessment) if participant.assessment and is_self else None,
            withdrawal_reason=withdrawal.reason if withdrawal else None,
            withdrawn_at=withdrawal.at if withdrawal else None,
            private_reason=private_reason if is_self else None,
        )


class OptionView(BaseModel):
    """One answer."""

    id: str
    text: str


class ItemView(BaseModel):
    """A situation and its answers."""

    id: str
    situation: str
    options: list[OptionView]


class StyleScaleView(BaseModel):
    """A trait from 1 to 5 and the words at its ends."""

    id: str
    question: str
    low: str
    high: str


class QuestionnaireView(BaseModel):
    """A questionnaire, without what the answers stand for."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.QUESTIONNAIRE]})

    instrument: str
    version: int
    role: Role
    title: str
    introduction: str
    items: list[ItemView]
    style: list[StyleScaleView]

    @classmethod
    def of(cls, instrument: Instrument, scales: Sequence[StyleScale]) -> Self:
        """Return the view of a questionnaire."""
        return cls(
            instrument=instrument.id,
            version=instrument.version,
            role=instrument.role,
            title=instrument.title,
            introduction=instrument.introduction,
            items=[
                ItemView(
                    id=item.id,
                    situation=item.situation,
                    options=[OptionView(id=option.id, text=option.text) for option in item.options],
                )
                for item in instrument.items
            ],
            style=[
                StyleScaleView(id=scale.id, question=scale.question, low=scale.low, high=scale.high)
                for scale in scales
            ],
        )
