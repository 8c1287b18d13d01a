"""Two people typed into a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, TypeAlias

from fastapi import Depends, Form

from services.console.clients.services import Answer
from services.console.pages.coordinator.page_context import PageContext
from services.console.pages.coordinator.people_search import search_person
from services.console.read_models.people import Person
from shared.contracts.vocabulary import Role

Choices: TypeAlias = Mapping[str, Sequence[Person]]
NOBODY: Final[Choices] = {}
"""No people to choose from."""


@dataclass(frozen=True)
class LookedUp:
    """The result of looking two people up.

    Attributes:
        answer: the participants' ids as matching takes them, or the problem.
        choices: the people to choose from, by the field in which it is not clear who is meant.
    """

    answer: Answer
    choices: Choices = field(default_factory=dict)


@dataclass(frozen=True)
class TwoPeople:
    """A mentor and a mentee, by their names or by the employees' or participants' ids."""

    mentor: Annotated[str, Form(max_length=100)] = ""
    mentee: Annotated[str, Form(max_length=100)] = ""

    @property
    def texts(self) -> dict[str, str]:
        """Return the input, to fill the form again."""
        return {"mentor": " ".join(self.mentor.split()), "mentee": " ".join(self.mentee.split())}

    async def look_up(self, context: PageContext) -> LookedUp:
        """Search for both."""
        searches = {
            role: await search_person(context, self.texts[role.value], role)
            for role in (Role.MENTOR, Role.MENTEE)
        }
        problems = [each.problem for each in searches.values() if each.problem]
        if problems:
            choices = {
                role.value: each.people for role, each in searches.items() if each.problem and each.people
            }
            return LookedUp(Answer(422, problems[0]), choices)
        mentor, mentee = (each.people[0].id for each in searches.values())
        return LookedUp(Answer(200, body={"mentor_id": mentor, "mentee_id": mentee}))


Two = Annotated[TwoPeople, Depends()]


def people_in(typed: Mapping[str, Any], choices: Choices) -> list[str]:
    """Return the ids of the people whom a form names: as typed, and to choose from."""
    return [typed["mentor"], typed["mentee"], *(each.id for people in choices.values() for each in people)]
