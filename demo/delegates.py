"""Delegates: some executives name an assistant, who accepts by mail and moves sessions in their place."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from demo.calendar import day_number
from demo.client import Person
from demo.deeds import Deed, bind, perform
from demo.mails import Mail
from demo.participants import Participant, Participants
from simulation.behaviour import Behaviour
from simulation.personas import JUNIOR_GRADE
from simulation.sample import Employee


@dataclass
class Assistant:
    """An employee who takes no part, but looks after the times of an executive.

    Attributes:
        me: the person's own client.
        address: of the person's mails.
        asked: whether a mail has asked the person.
        accepted: whether the person said yes.
        moved: the sessions moved in the executive's place.
    """

    me: Person
    address: str
    asked: bool = False
    accepted: bool = False
    moved: set[str] = field(default_factory=set)

    def receive(self, mail: Mail) -> None:
        """Read a mail."""
        self.asked = self.asked or "delegate-asked" in mail.kinds


class Delegates:
    """Lets executives name assistants, and assistants accept.

    Args:
        participants: everybody who takes part.
        behaviour: decides what they do.
        company: all employees.
        gone: those who leave the organisation: nobody names them.
        person: makes the client of an employee.
    """

    def __init__(
        self,
        participants: Participants,
        behaviour: Behaviour,
        company: Sequence[Employee],
        gone: Collection[str],
        person: Callable[[str], Person],
    ) -> None:
        self._participants = participants
        busy = {who.persona.id for who in participants.people} | set(gone)
        juniors = (each for each in company if each.grade <= JUNIOR_GRADE)
        free = (each for each in juniors if each.employee_id not in busy)
        executives = (who for who in participants.people if behaviour.has_assistant(who.persona))
        self._of = {
            who.persona.id: Assistant(person(one.employee_id), one.email)
            for who, one in zip(executives, free, strict=False)
        }
        for assistant in self._of.values():
            participants.add_reader(assistant.address, assistant)

    @property
    def accepted(self) -> int:
        """The number of assistants who said yes."""
        return sum(each.accepted for each in self._of.values())

    @property
    def moved(self) -> int:
        """The number of sessions that assistants have moved."""
        return sum(len(each.moved) for each in self._of.values())

    def of(self, who: Participant) -> Assistant | None:
        """Return the assistant of an executive, once they have accepted."""
        assistant = self._of.get(who.persona.id) if "returned" not in who.done else None
        return assistant if assistant and assistant.accepted else None

    async def live(self, now: datetime) -> None:
        """Let executives name their assistant the day after they joined, and assistants answer their mail."""
        today = day_number(now)
        deeds = {
            who.persona.id: Deed(frozenset({who.persona.id}), bind(self._name, who))
            for who in self._participants.people
            if who.persona.id in self._of and who.here and who.joined_on < today and "named" not in who.done
        }
        deeds |= {
            each.me.subject: Deed(frozenset({each.me.subject}), bind(self._accept, each))
            for each in self._of.values()
            if each.asked and not each.accepted
        }
        await perform(deeds)

    async def _name(self, who: Participant) -> None:
        who.done.add("named")
        await who.me.post("enrollment", "/me/delegate", {"person": self._of[who.persona.id].address})

    @staticmethod
    async def _accept(assistant: Assistant) -> None:
        assistant.asked = False
        for asking in (await assistant.me.get("enrollment", "/me/delegations"))["items"]:
            path = f"/delegations/{asking['participant_id']}/answer"
            assistant.accepted = await assistant.me.attempt("enrollment", path, {"accepts": True})
