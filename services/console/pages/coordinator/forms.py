"""Two people typed into a form."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form

from services.console.clients.services import Answer
from services.console.pages.coordinator.page_context import PageContext
from services.console.queries import programme_queries as queries
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound


@dataclass(frozen=True)
class TwoPeople:
    """A mentor and a mentee, named by the employees' or the participants' ids."""

    mentor: Annotated[str, Form(max_length=64)] = ""
    mentee: Annotated[str, Form(max_length=64)] = ""

    @property
    def texts(self) -> dict[str, str]:
        """Return the input, to fill the form again."""
        return {"mentor": self.mentor.strip(), "mentee": self.mentee.strip()}

    async def look_up(self, context: PageContext) -> Answer:
        """The participants' ids as matching takes them, or a problem where somebody isn't there."""
        texts = self.texts
        try:
            mentor = await context.read(queries.person_called, texts["mentor"], Role.MENTOR)
            mentee = await context.read(queries.person_called, texts["mentee"], Role.MENTEE)
        except NotFound as error:
            return Answer(422, error.message)
        return Answer(200, body={"mentor_id": mentor.id, "mentee_id": mentee.id})


Two = Annotated[TwoPeople, Depends()]
