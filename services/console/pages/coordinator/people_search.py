"""Find a participant by id or name, or those whose names are nearest."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from statistics import mean
from typing import Final

from services.console.clients.enrollment import Participants
from services.console.pages.common.view import Naming, naming
from services.console.pages.coordinator.page_context import PageContext
from services.console.queries import programme_queries as queries
from services.console.read_models.people import Person
from shared.contracts.vocabulary import Role
from shared.locale import translatable

SHOWN: Final = 6
"""The most people to choose from."""
_COMPARED: Final = 100
"""The most names that one beginning brings."""
_BEGINNINGS: Final = (3, 1)
"""The letters that a name must share with what was typed, at first and if nobody was near."""
_ALIKE: Final = 0.7
_UNKNOWN: Final = {
    Role.MENTOR: translatable("No mentor has this name or id."),
    Role.MENTEE: translatable("No mentee has this name or id."),
}
_CHOOSE: Final = {
    Role.MENTOR: translatable("Choose the mentor whom you mean."),
    Role.MENTEE: translatable("Choose the mentee whom you mean."),
}
_NEAR: Final = {
    Role.MENTOR: translatable(
        "No mentor has this name. Choose somebody with a similar name, or type another name."
    ),
    Role.MENTEE: translatable(
        "No mentee has this name. Choose somebody with a similar name, or type another name."
    ),
}


@dataclass(frozen=True)
class Search:
    """The people whom a search found.

    Attributes:
        people: one if it is clear who is meant, else those to choose from.
        problem: what is to be done to make it clear; empty where it is.
    """

    people: Sequence[Person]
    problem: str = ""


async def search_person(context: PageContext, text: str, role: Role) -> Search:
    """Search the people of the programme that the caller may read."""
    if not text:
        return Search((), _UNKNOWN[role])
    with_id = await context.read(queries.person_with_id, text, role)
    if with_id:
        return Search((with_id,))
    called = await _called(context, text, role)
    if called:
        name = await _naming(context, called)
        same = [person for person in called if _words(name(person.id)) == _words(text)]
        return Search(same) if len(same) == 1 else Search((same or called)[:SHOWN], _CHOOSE[role])
    near = await _near(context, text, role)
    return Search(near, _NEAR[role] if near else _UNKNOWN[role])


async def _called(context: PageContext, name: str, role: Role) -> list[Person]:
    """Return people whose names have words that begin like these; none while enrollment is unavailable."""
    query = {"name": name, "role": role.value, "limit": _COMPARED}
    participants = await context.section(Participants, "participants", query, owner="enrollment")
    ids = [each.participant_id for each in participants.items] if participants else []
    return await context.read(queries.people_in_order, ids)


async def _near(context: PageContext, text: str, role: Role) -> list[Person]:
    """Return people whose names are nearest to a text, the nearest first."""
    for letters in _BEGINNINGS:
        begun = [person for word in text.split() for person in await _called(context, word[:letters], role)]
        people = list({person.id: person for person in begun}.values())
        name = await _naming(context, people)
        ranked = sorted(people, key=lambda person: -likeness(text, name(person.id)))
        near = [person for person in ranked if likeness(text, name(person.id)) >= _ALIKE]
        if near:
            return near[:SHOWN]
    return []


async def _naming(context: PageContext, people: Sequence[Person]) -> Naming:
    return await naming(context.request, context.programme_id, people, await context.voice())


def likeness(text: str, name: str) -> float:
    """Return how much the words of a text are like words of a name, from 0 to 1."""
    parts = _words(name)
    if not parts:
        return 0.0
    return mean(
        [max(SequenceMatcher(None, word, part).ratio() for part in parts) for word in _words(text)] or [0.0]
    )


def _words(text: str) -> list[str]:
    """Return the words of a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).split()
