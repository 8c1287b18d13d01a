"""Statements of a learning system (xAPI), and which of its activities are modules of the training."""

from typing import Annotated, Any, Final, Self
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands import statements as commands
from services.enrollment.commands.statements import Taken
from services.enrollment.domain.employee import search_key
from services.enrollment.domain.statements import (
    MOST_ACTIVITIES,
    Activities,
    Activity,
    ActivityId,
    FaultyStatement,
    Statement,
    StatementFault,
)
from services.enrollment.queries import statements as queries
from shared.runtime.quotas import HEAVY, costs
from shared.service import Coordinator, LearningSystem, Read, Run

router = APIRouter(tags=["training"], prefix="/programmes/{programme_id}")

_MOST_STATEMENTS: Final = 100
_MAILTO: Final = "mailto:"
Name = Annotated[str, StringConstraints(max_length=300)]

_STATEMENT: Final[JsonDict] = {
    "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
    "actor": {"account": {"homePage": "https://hr.example.com", "name": "e000042"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
    "object": {"id": "https://learning.example.com/courses/42"},
    "timestamp": "2026-01-08T13:40:00Z",
}
_FAULT: Final[JsonDict] = {
    "statement": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
    "field": "object.id",
    "code": "unknown-activity",
}
_LIST: Final[JsonDict] = {
    "activities": [{"activity": "https://learning.example.com/courses/42", "module": "confidentiality"}]
}


class _Stated(BaseModel):
    """A part of a statement; what xAPI has besides is of no use here."""

    model_config = ConfigDict(extra="ignore")


class AccountInput(_Stated):
    """An account; its name is the employee id."""

    name: Name


class ActorInput(_Stated):
    """The person who did something: by account, else by mail address."""

    account: AccountInput | None = None
    mbox: Name | None = None

    @property
    def person(self) -> str:
        """The person, in the form in which people are found."""
        named = self.account.name if self.account else (self.mbox or "").removeprefix(_MAILTO)
        return search_key(named)


class VerbInput(_Stated):
    """The verb of a statement."""

    id: Name


class ObjectInput(_Stated):
    """The object of a statement: the activity."""

    id: ActivityId


class ResultInput(_Stated):
    """The result of a statement."""

    success: bool | None = None
    completion: bool | None = None


class StatementInput(_Stated):
    """A statement, with the parts that say whether somebody completed something."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [_STATEMENT]})

    id: UUID
    actor: ActorInput
    verb: VerbInput
    object: ObjectInput
    result: ResultInput | None = None
    timestamp: AwareDatetime

    def statement(self) -> Statement:
        """Return the statement, without its form."""
        result = self.result or ResultInput()
        return Statement(
            id=str(self.id),
            person=self.actor.person,
            verb=self.verb.id,
            activity=self.object.id,
            fell_short=result.success is False or result.completion is False,
            stated_at=self.timestamp,
        )


def _several(sent: Any) -> Any:
    """Accept one statement or a list of them, as learning systems send either."""
    return [sent] if isinstance(sent, dict) else sent


StatementsInput = Annotated[
    list[StatementInput], Field(min_length=1, max_length=_MOST_STATEMENTS), BeforeValidator(_several)
]


class StatementFaultView(BaseModel):
    """A statement that was not taken: its id, the part that is wrong, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FAULT]})

    statement: str
    field: str
    code: StatementFault

    @classmethod
    def of(cls, faulty: FaultyStatement) -> Self:
        """Show a statement that was not taken."""
        return cls(statement=faulty.id, field=faulty.field, code=faulty.fault)


class StatementsView(BaseModel):
    """The outcome of statements; it is the same whether or not their people take part."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"accepted": 1, "ignored": 0, "faults": [_FAULT]}]}
    )

    accepted: int
    """Those that say that somebody completed a module."""
    ignored: int
    """Those that say something else."""
    faults: list[StatementFaultView]

    @classmethod
    def of(cls, taken: Taken) -> Self:
        """Show the outcome."""
        faults = [StatementFaultView.of(each) for each in taken.faults]
        return cls(accepted=taken.accepted, ignored=taken.ignored, faults=faults)


class NewActivities(BaseModel):
    """All activities that are modules, and the number of the list they were edited from (0: the first)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{**_LIST, "based_on": 0}]})

    activities: Annotated[tuple[Activity, ...], Field(max_length=MOST_ACTIVITIES)]
    based_on: Annotated[int, Field(ge=0, le=1_000_000)]


class ActivitiesView(BaseModel):
    """The activities of the learning system that are modules of the training."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_LIST, "number": 1}]})

    number: int
    activities: list[Activity]

    @classmethod
    def of(cls, known: Activities) -> Self:
        """Show the list."""
        return cls(number=known.number, activities=list(known.activities))


@router.post(
    "/xapi/statements", summary="Record xAPI statements of a learning system", dependencies=[costs(HEAVY)]
)
async def take_statements(
    programme_id: ProgrammeId, statements: StatementsInput, caller: LearningSystem, run: Run
) -> StatementsView:
    """Record the modules that participants completed or passed in a learning system.

    A statement, or a list of up to a hundred. Each counts once by its id; the same id with something else
    in it is a fault. Verbs other than *completed* and *passed*, and results that fell short, are ignored.
    The answer does not tell whether somebody takes part.
    """
    stated = [each.statement() for each in statements]
    return StatementsView.of(
        await run.command(caller, programme_id, commands.take_statements, stated, caller.sub)
    )


@router.get("/training-activities", summary="Training modules by activity of the learning system")
async def get_activities(programme_id: ProgrammeId, caller: Coordinator, read: Read) -> ActivitiesView:
    """Return which activities of the learning system are which modules."""
    return ActivitiesView.of(await read.read(caller, programme_id, queries.get_activities, programme_id))


@router.put("/training-activities", summary="Assign activities of the learning system to modules")
async def set_activities(
    programme_id: ProgrammeId, new: NewActivities, caller: Coordinator, run: Run
) -> ActivitiesView:
    """Replace the list; 409 if somebody else changed it first. Recorded modules stay recorded."""
    changed = await run.command(
        caller, programme_id, commands.set_activities, programme_id, new.activities, new.based_on
    )
    return ActivitiesView.of(changed)
