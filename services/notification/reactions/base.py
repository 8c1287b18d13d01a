"""The reactions, filled by the modules beside this one."""

from typing import Any, Final

from services.notification.domain.delivery import Reader
from shared.messaging import Reactions

reactions: Final = Reactions()

PAIR: Final = (Reader.MENTOR, Reader.MENTEE)


def ids_of(fact: Any, reader: Reader) -> dict[str, str]:
    """The reader's id and the partner's, of a fact that names mentor and mentee."""
    ids = {Reader.MENTOR: fact.mentor_id, Reader.MENTEE: fact.mentee_id}
    other = Reader.MENTEE if reader is Reader.MENTOR else Reader.MENTOR
    return {"participant_id": ids[reader], "partner_id": ids[other]}
