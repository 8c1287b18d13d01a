"""The pages that participants open, and who opens which."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Visitor(StrEnum):
    """The kind of person who opens a page."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    NEWCOMER = "newcomer"
    """An employee who takes no part in the programme."""


PAIR: Final = (Visitor.MENTOR, Visitor.MENTEE)
EVERYBODY: Final = (*PAIR, Visitor.NEWCOMER)
_MINE: Final = "/mine/{programme_id}"


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        name: in the table.
        route: as the console has it.
        who: opens it.
        ids: other names of ids in the route: which of a visitor's ids it takes.
        query: after the address.
    """

    name: str
    route: str
    who: tuple[Visitor, ...] = PAIR
    ids: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def path(self, ids: dict[str, str]) -> str:
        """Return the address for a visitor with these ids."""
        own = {**ids, **{name: ids[known] for name, known in self.ids.items()}}
        return self.route.format_map(own) + self.query


PAGES: Final = (
    Page("my programmes", "/mine", EVERYBODY),
    Page("home", _MINE, PAIR),
    Page("home of a newcomer", _MINE, (Visitor.NEWCOMER,)),
    Page("my programme", f"{_MINE}/programme"),
    Page("how partners are found", f"{_MINE}/matching", EVERYBODY),
    Page("questions", f"{_MINE}/questions"),
    Page("questions of the programme", f"{_MINE}/programme/questions"),
    Page("topics", f"{_MINE}/topics"),
    Page("terms", f"{_MINE}/terms"),
    Page("training", f"{_MINE}/training"),
    Page("module of the training", f"{_MINE}/training/{{module_id}}"),
    Page("leave", f"{_MINE}/leave"),
    Page("join", f"{_MINE}/join", (Visitor.NEWCOMER,)),
    Page("withdraw an application", f"{_MINE}/join/withdrawal", (Visitor.NEWCOMER,)),
    Page("proposal", f"{_MINE}/proposals/{{proposal_id}}"),
    Page("answer to a proposal", f"{_MINE}/proposals/{{proposal_id}}/answer", query="?accept=yes"),
    Page("shortlist", f"{_MINE}/shortlist"),
    Page("partner", f"{_MINE}/partner"),
    Page("end of a pairing", f"{_MINE}/pairings/{{pairing_id}}/end"),
    Page("pause of a pairing", f"{_MINE}/pairings/{{pairing_id}}/pause"),
    Page("sessions", f"{_MINE}/sessions"),
    Page("session ahead", f"{_MINE}/sessions/{{session_id}}"),
    Page("session held", f"{_MINE}/sessions/{{session_id}}", ids={"session_id": "held_id"}),
    Page("cancel a session", f"{_MINE}/sessions/{{session_id}}/cancellation"),
    Page("prepare a session", f"{_MINE}/sessions/{{session_id}}/preparation", (Visitor.MENTOR,)),
    Page("check-in", f"{_MINE}/check-ins/{{check_in_id}}"),
    Page("changes", f"{_MINE}/changes", (Visitor.MENTEE,)),
    Page("help", f"{_MINE}/help"),
    Page("answers for everybody", f"{_MINE}/help/answers"),
    Page("library", f"{_MINE}/library"),
    Page("concerns", f"{_MINE}/concerns"),
    Page("concern", f"{_MINE}/concerns/{{concern_id}}"),
    Page("withdraw a concern", f"{_MINE}/concerns/{{concern_id}}/withdrawal"),
    Page("erase private text", f"{_MINE}/concerns/erasure"),
    Page("private text erased", f"{_MINE}/concerns/erased"),
    Page("protection", f"{_MINE}/protection", (Visitor.MENTOR,)),
    Page("end of the programme", f"{_MINE}/end"),
    Page("settings", "/settings"),
)
"""The pages below ``/mine`` and the settings; a test compares them with the console's routes.

Nobody has a shortlist to choose from: its page says so.
"""
