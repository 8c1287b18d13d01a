"""The agenda of a session, by the stage of the pairing."""

from dataclasses import dataclass

from services.console.clients.scheduling import OwnSession
from services.console.pages.common.reader import voice_of
from services.console.pages.participant.letters import AgendaItem, agenda_items
from services.console.pages.participant.own_page import OwnPage
from services.console.queries import own
from shared.library import Agenda, Stage, agendas, stage_of

_MINUTE = 60


@dataclass(frozen=True)
class SessionAgenda:
    """The agenda of one session.

    Attributes:
        stage: of the pairing.
        template: the agenda of the stage.
        items: its parts with their minutes in this session.
        minutes: of the whole session.
    """

    stage: Stage
    template: Agenda
    items: list[AgendaItem]
    minutes: int


async def agenda_of(page: OwnPage, session: OwnSession) -> SessionAgenda:
    """Return the agenda of a session in the reader's language."""
    last = await page.runner.read(page.caller, page.programme_id, own.last_number, session.pairing_id)
    stage = stage_of(session.number, last)
    template = agendas(voice_of(page.request).language)[stage]
    minutes = round((session.ends_at - session.starts_at).total_seconds() / _MINUTE)
    return SessionAgenda(stage, template, agenda_items(template, minutes), minutes)
