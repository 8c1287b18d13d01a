"""Texts for mails that a participant writes from their own mailbox."""

from dataclasses import dataclass
from urllib.parse import quote

from shared.library import Agenda
from shared.locale import Voice


@dataclass(frozen=True)
class Letter:
    """A mail to be copied, or opened in the reader's mail program."""

    subject: str
    body: str

    def link_to(self, address: str) -> str:
        """Return the address that opens the mail, filled in."""
        return f"mailto:{quote(address, safe='@')}?subject={quote(self.subject)}&body={quote(self.body)}"


def first_contact(voice: Voice) -> Letter:
    """Word a mentee's first mail to their mentor."""
    sentences = (
        voice.say("Hello, we are paired in the reverse mentoring programme, and you are my mentor."),
        voice.say("I would like to learn from you how you work with new tools."),
        voice.say("When do you have half an hour for a first conversation next week?"),
    )
    return Letter(voice.say("A first conversation"), " ".join(sentences))


@dataclass(frozen=True)
class AgendaItem:
    """A part of a session, with its minutes."""

    minutes: int
    text: str


def agenda_items(agenda: Agenda, minutes: int) -> list[AgendaItem]:
    """Divide a session among the parts of its agenda."""
    parts = zip(agenda.minutes_of(minutes), agenda.parts, strict=True)
    return [AgendaItem(share, part.text) for share, part in parts]


def agenda_mail(voice: Voice, day: str, items: list[AgendaItem]) -> Letter:
    """Word the mail with which a mentor sends the agenda of a session."""
    lines = [
        voice.say("{minutes} minutes: {text}", minutes=voice.number(each.minutes), text=each.text)
        for each in items
    ]
    return Letter(voice.say("Agenda for our session on {date}", date=day), "\n".join(lines))
