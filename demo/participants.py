"""The coordinator and the participants, each with a token of their own."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from demo.client import Person, Web
from demo.deeds import Deed, bind, perform
from demo.mails import Appointment, Mail
from simulation.personas import Persona, RoleName

TENANT: Final = "acme"
PROGRAMME: Final = "rm-2026"
ROLES: Final[tuple[RoleName, ...]] = ("mentor", "mentee")


class Issuer(Protocol):
    """Mints tokens, as an identity provider would."""

    def mint(self, subject: str, tenant: str, roles: Iterable[str], *, employee_id: str | None = None) -> str:
        """Return a token for a person."""
        ...


@dataclass
class Participant:
    """A person who takes part, or is asked to.

    Attributes:
        persona: the person's traits.
        me: the person's own client.
        id: the participant id, once enrolled.
        joined_on: the day of the programme on which the person enrolled.
        invited_on: the day on which the person read an invitation; None without one.
        invitation: the link of its mail.
        terms: the version of the terms that the person has agreed to.
        left_on: the day on which the person left the programme; None for who did not.
        done: the steps taken: reminded or declined (an invitation), applied, asked to get ready, assessed,
            answered, trained, agreed (to changed terms), helped, named (an assistant), left, returned.
        unread: the mails by kind of message.
        calendar: the sessions by id, as the calendar files of mails state them.
    """

    persona: Persona
    me: Person
    id: str = ""
    joined_on: int = 0
    invited_on: int | None = None
    invitation: str = ""
    terms: str = ""
    left_on: int | None = None
    done: set[str] = field(default_factory=set)
    unread: dict[str, list[Mail]] = field(default_factory=dict)
    calendar: dict[str, Appointment] = field(default_factory=dict)

    @property
    def here(self) -> bool:
        """Whether the person takes part."""
        return bool(self.id) and "left" not in self.done

    def receive(self, mail: Mail) -> None:
        """Keep a mail until it is read, and its calendar files."""
        for kind in mail.kinds:
            self.unread.setdefault(kind, []).append(mail)
        for appointment in mail.appointments:
            kept = self.calendar.get(appointment.session_id)
            if kept is None or kept.sequence < appointment.sequence:
                self.calendar[appointment.session_id] = appointment

    def read(self, kinds: Sequence[str]) -> list[Mail]:
        """Return the unread mails of these kinds, the earliest first; they are read then."""
        mails = [mail for kind in kinds for mail in self.unread.pop(kind, ())]
        return sorted(mails, key=lambda mail: mail.sent_at)

    def coming(self, now: datetime, span: timedelta) -> Iterator[Appointment]:
        """Yield the sessions in the calendar that begin within a span of time."""
        for _, appointment in sorted(self.calendar.items()):
            if now < appointment.starts_at <= now + span and not appointment.cancelled:
                yield appointment


class Reader(Protocol):
    """Somebody who gets mails."""

    def receive(self, mail: Mail) -> None:
        """Take a mail."""
        ...


@dataclass
class Participants:
    """The coordinator and all people.

    Attributes:
        coordinator: runs the programme.
        people: those who want to take part or are invited, in the order of their employee ids.
    """

    coordinator: Person
    people: Sequence[Participant]
    _by_id: dict[str, Participant] = field(default_factory=dict)
    _by_address: dict[str, Reader] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the people by address."""
        self._by_address = {who.persona.employee.email.casefold(): who for who in self.people}

    def welcome(self, who: Participant, participant_id: str, day: int) -> None:
        """Record the participant id of a person."""
        who.id, who.joined_on = participant_id, day
        self._by_id[participant_id] = who

    def participant(self, participant_id: str) -> Participant:
        """Return a person by participant id."""
        return self._by_id[participant_id]

    def add_reader(self, address: str, reader: Reader) -> None:
        """Hand mails to this address to somebody who takes no part."""
        self._by_address[address.casefold()] = reader

    def with_address(self, address: str) -> Reader | None:
        """Return a reader by mail address; None for one of coordinators."""
        return self._by_address.get(address.casefold())

    async def each_reads(
        self, kinds: Sequence[str], read: Callable[[Participant, datetime, str], Awaitable[None]]
    ) -> None:
        """Let everybody who has mails of these kinds find out what they are about.

        Args:
            kinds: of messages.
            read: takes the person, when the first of the mails was sent, and the link of the only one.
        """
        deeds = {}
        for who in self.people:
            mails = who.read(kinds)
            if mails and who.here:
                link = mails[0].task if len(mails) == 1 else ""
                concerns = frozenset({who.persona.id})
                deeds[who.persona.id] = Deed(concerns, bind(read, who, mails[0].sent_at, link))
        await perform(deeds)


@dataclass(frozen=True)
class Tokens:
    """Gives people tokens, and so clients of their own.

    Args:
        web: the shared client.
        issuer: mints the tokens.
        today: returns the current day.
    """

    web: Web
    issuer: Issuer
    today: Callable[[], str]

    def employee(self, employee_id: str) -> Person:
        """Return the client of an employee."""
        return self._person(employee_id, "participant", employee_id)

    def coordinator(self) -> Person:
        """Return the client of the coordinator."""
        return self._person("coordinator", "coordinator", None)

    def _person(self, subject: str, role: str, employee_id: str | None) -> Person:
        token = self.issuer.mint(subject, TENANT, [role], employee_id=employee_id)
        return Person(self.web, subject, token, programme=PROGRAMME, today=self.today)


def make_participants(personas: Iterable[Persona], tokens: Tokens) -> Participants:
    """Give everybody a token."""
    ordered = sorted(personas, key=lambda persona: persona.id)
    people = [Participant(persona, tokens.employee(persona.id)) for persona in ordered]
    return Participants(tokens.coordinator(), people)
