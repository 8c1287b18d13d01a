"""Topics that people teach and learn."""

from typing import Annotated, Final, Self

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.api.views import ParticipantView
from services.enrollment.commands import topics as commands
from services.enrollment.queries import topics as queries
from shared import topics as shipped
from shared.contracts.vocabulary import TopicLevel
from shared.kernel import Identifier
from shared.service import Coordinator, CoordinatorOrParticipant, Participant, Read, Run
from shared.topics import KnownTopic

router = APIRouter(tags=["topics"], prefix="/programmes/{programme_id}")

_VISIBLE: Final = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
TopicText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80, pattern=_VISIBLE)]

_TOPIC: Final[JsonDict] = {
    "id": "ai-prompting",
    "group": "ai-and-data",
    "name": "Working with AI assistants",
    "names": {"en": "Working with AI assistants", "de": "Mit KI-Assistenten arbeiten"},
    "synonyms": ["prompting"],
    "own": False,
}
_NEW: Final[JsonDict] = {"name": "Our shop app", "group": "digital-tools", "synonyms": ["shop app"]}
_CHOSEN: Final[JsonDict] = {"topics": [{"topic": "ai-prompting", "level": 3}]}


class TopicView(BaseModel):
    """A topic; ``names`` by language, none for one that the organisation added."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TOPIC]})

    id: str
    group: str
    name: str
    names: dict[str, str]
    synonyms: list[str]
    own: bool

    @classmethod
    def of(cls, topic: KnownTopic) -> Self:
        """Show a topic."""
        own = topic.id not in shipped.topics()
        return cls(
            id=topic.id,
            group=topic.group,
            name=topic.name("en"),
            names={} if own else dict(topic.names),
            synonyms=list(topic.synonyms),
            own=own,
        )


class TopicsView(BaseModel):
    """Topics."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_TOPIC]}]})

    items: list[TopicView]


class NewTopic(BaseModel):
    """A topic to add, with other words for it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    name: TopicText
    group: Identifier
    synonyms: Annotated[tuple[TopicText, ...], Field(max_length=10)] = ()


class ChosenTopics(BaseModel):
    """All topics of a participant: what a mentor offers, or what a mentee wants to learn."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_CHOSEN]})

    topics: Annotated[tuple[TopicLevel, ...], Field(max_length=25)]


@router.get("/topics", summary="The topics")
async def list_topics(programme_id: ProgrammeId, caller: CoordinatorOrParticipant, read: Read) -> TopicsView:
    """Return the topics that are shipped, then those that the organisation added."""
    drafts = caller.may_coordinate(programme_id)
    known = await read.read(caller, programme_id, queries.list_topics, programme_id, drafts=drafts)
    return TopicsView(items=[TopicView.of(topic) for topic in known])


@router.get("/topic-suggestions", summary="Topics that a text may mean")
async def suggest_topics(
    programme_id: ProgrammeId,
    caller: CoordinatorOrParticipant,
    read: Read,
    text: Annotated[str, Query(min_length=1, max_length=100, description="A wish in the person's own words")],
) -> TopicsView:
    """Return up to five topics, the most similar first; typing errors and synonyms are understood."""
    drafts = caller.may_coordinate(programme_id)
    near = await read.read(caller, programme_id, queries.suggest_topics, programme_id, text, drafts=drafts)
    return TopicsView(items=[TopicView.of(topic) for topic in near])


@router.post("/topics", summary="Add a topic", status_code=status.HTTP_201_CREATED)
async def add_topic(programme_id: ProgrammeId, caller: Coordinator, new: NewTopic, run: Run) -> TopicView:
    """Add a topic of the organisation's own, for all its programmes."""
    topic = await run.command(
        caller, programme_id, commands.add_topic, programme_id, new.name, new.group, new.synonyms, caller.sub
    )
    return TopicView.of(topic.known)


@router.post("/participants/{participant_id}/topics", summary="Choose topics")
async def choose_topics(
    programme_id: ProgrammeId,
    participant_id: Identifier,
    caller: Participant,
    chosen: ChosenTopics,
    run: Run,
) -> ParticipantView:
    """Change the participant's own topics; those that are not in the list are no longer chosen."""
    own = caller.require_employee()
    participant = await run.command(
        caller, programme_id, commands.choose_topics, participant_id, own, chosen.topics
    )
    return ParticipantView.of(participant, own)
