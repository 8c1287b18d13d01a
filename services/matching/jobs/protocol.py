"""Messages between the service and its processes: one line of JSON each, over the process's pipes."""

from datetime import datetime
from typing import Final

from pydantic import BaseModel

from services.matching.domain.rounds.adjustment import Adjustment
from services.matching.domain.rounds.parts import Figures, Progress, RoundOptions
from services.matching.domain.rounds.pool import Terms
from services.matching.domain.rounds.what_if import WhatIf
from shared.contracts.matching import FailureReason
from shared.kernel import Identifier, Scope

STOP: Final = b"stop\n"
"""To the computing process: finish with the best matching so far."""


class Job(BaseModel):
    """A round to compute, and the database with its people.

    Attributes:
        mongo_uri: the database's address; it may hold a password, so it goes through the pipe only.
        mongo_database: the service's own.
        scope: whose round.
        round_id: which; also the seed.
        token: of the claim it is computed under; the outcome is kept under it.
        requested_at: the computation's day.
        options: how.
        without: participants to exclude.
        free_before: with people named, the others take part who were free before; None: who are free now.
        what_if: which round's stored inputs to compute again, in place of the people as they are.
        adjustment: what the coordinator has decided about single pairs.
    """

    mongo_uri: str
    mongo_database: str
    scope: Scope
    round_id: str
    token: int
    requested_at: datetime
    options: RoundOptions
    without: tuple[Identifier, ...] = ()
    free_before: datetime | None = None
    what_if: WhatIf | None = None
    adjustment: Adjustment = Adjustment()


class Computed(BaseModel):
    """The outcome is kept; these are its figures, and the terms it was computed under."""

    figures: Figures
    terms: Terms


class Search(BaseModel):
    """A search for the partners to show to one person.

    Attributes:
        number: identifies the answer.
        mongo_uri: the database's address; it may hold a password, so it goes through the pipe only.
        mongo_database: the service's own.
        scope: of the programme.
        now: the present instant on the domain's clock.
        person_id: who chooses.
        passed: people to exclude, since they were on shortlists the person has swapped.
    """

    number: int
    mongo_uri: str
    mongo_database: str
    scope: Scope
    now: datetime
    person_id: str
    passed: tuple[str, ...]


class SearchResult(BaseModel):
    """The answer to a search: the ids of the best partners, the best first, or the reason for a refusal.

    ``has_more``: whether there are others behind these.
    """

    number: int
    ids: tuple[str, ...] = ()
    has_more: bool = False
    refused: str | None = None
    code: str = ""


class Report(BaseModel):
    """One line from the computing process: progress, or how it ended.

    Attributes:
        refused: why it can't be computed.
        trace: where that is a defect, the places in the code, for the log.
    """

    progress: Progress | None = None
    computed: Computed | None = None
    refused: FailureReason | None = None
    trace: str | None = None
