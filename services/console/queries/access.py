"""The rows of a programme that a caller may read: the only module that filters them by relation.

A coordinator who takes part never reads anything about their own pairings and proposals, nor about the
people they are or were paired with in any programme of the tenant; counts leave the same rows out.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from services.console.queries import own
from services.console.read_models.pairings import Pairing
from services.console.read_models.people import Programme
from services.console.read_models.proposals import Proposal
from services.console.read_models.rounds import Round
from services.console.read_models.row import Row
from services.console.read_models.tally import Tally
from services.console.store import (
    EFFECTS,
    FINAL_FIGURES,
    HELD_BACK,
    PAIRINGS,
    PEOPLE,
    PROGRAMMES,
    PROPOSALS,
    RELEASED,
    ROUNDS,
    SESSIONS,
    TENANT_PAIRINGS,
    load_tally,
)
from shared.messaging import Collection, UnitOfWork
from shared.runtime.caller import Caller
from shared.service import Runner

P = ParamSpec("P")
R = TypeVar("R", bound=Row)
T = TypeVar("T")

_OF_TWO: Final[tuple[Collection[Any], ...]] = (PAIRINGS, PROPOSALS, SESSIONS)
"""Rows about a mentor and a mentee."""
_OF_NOBODY: Final[tuple[Collection[Any], ...]] = (PROGRAMMES, ROUNDS, RELEASED, FINAL_FIGURES, EFFECTS)
"""Rows about no single person; rounds have their counts narrowed."""


@dataclass(frozen=True)
class Hidden:
    """Participants of the programme whose rows the caller must not read.

    Attributes:
        own: the caller's own ids: their own row may be read, rows about them and somebody else may not.
        partners: the people the caller is or was paired with, in whichever programme.
    """

    own: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.own or self.partners)

    @property
    def all(self) -> list[str]:
        """Everybody, sorted."""
        return sorted(self.own | self.partners)

    def named(self, mentor_id: str, mentee_id: str) -> bool:
        """Return whether a pair has one of them."""
        return not {mentor_id, mentee_id}.isdisjoint(self.own | self.partners)

    def covers(self, collection: Collection[Any]) -> list[dict[str, Any]]:
        """Return the hidden rows of a collection, as alternatives of a MongoDB query."""
        if collection in _OF_TWO:
            return [{"mentor_id": {"$in": self.all}}, {"mentee_id": {"$in": self.all}}]
        if collection is PEOPLE:
            return [{"id": {"$in": sorted(self.partners)}}]
        if collection in _OF_NOBODY:
            return []
        raise ValueError(f"nothing says who may read {collection.name}")


class ReadableRows:
    """A programme's rows as one caller may read them; queries have no other way to them.

    Args:
        uow: the unit of work that reads.
        employee_id: who the caller is among the employees; None where they are none.
    """

    def __init__(self, uow: UnitOfWork, employee_id: str | None) -> None:
        self._uow = uow
        self._employee_id = employee_id
        self._hidden: Hidden | None = None

    async def hidden(self) -> Hidden:
        """Return the people whose rows are left out."""
        if self._hidden is None:
            self._hidden = await _hidden_from(self._uow, self._employee_id) if self._employee_id else Hidden()
        return self._hidden

    async def find(
        self,
        collection: Collection[R],
        query: Mapping[str, Any] | None = None,
        *,
        sort: list[tuple[str, int]] | None = None,
        skip: int = 0,
        limit: int = 0,
    ) -> list[R]:
        """Rows that match a MongoDB query and may be read."""
        narrowed = self._narrow(await self.hidden(), collection, query)
        rows = await self._uow.find(collection, narrowed, sort=sort, skip=skip, limit=limit)
        return await self._of_known(rows) if self._employee_id and collection in _OF_TWO else rows

    async def count(self, collection: Collection[R], query: Mapping[str, Any] | None = None) -> int:
        """Return the number of rows that match a MongoDB query and may be read."""
        return await self._uow.count(collection, self._narrow(await self.hidden(), collection, query))

    async def programme(self) -> Programme:
        """Return the programme itself.

        Raises:
            NotFound: there is no such programme.
        """
        return await self._uow.require(PROGRAMMES, self._uow.scope.programme)

    async def words_version(self) -> int:
        """Return the version of the programme's own words; 0 for the standard words."""
        return await own.words_version(self._uow)

    async def tally(self) -> Tally:
        """Return the counts of the programme over the rows that may be read."""
        tally = await load_tally(self._uow)
        counted: tuple[Collection[Any], ...] = (PEOPLE, *_OF_TWO)
        for collection in counted:
            for row in await self._hidden_rows(collection):
                tally = tally.moved(row.facets(), {})
        return tally

    async def rounds(self, *, sort: list[tuple[str, int]], skip: int = 0, limit: int) -> list[Round]:
        """Return rounds, with figures over the rows that may be read."""
        rounds = await self._uow.find(ROUNDS, sort=sort, skip=skip, limit=limit)
        hidden = await self.hidden()
        if not hidden:
            return rounds
        left_out = await self._hidden_rows(PROPOSALS)
        return [_narrowed(each, left_out, hidden.partners) for each in rounds]

    async def held_back(self, round_id: str) -> tuple[str, ...]:
        """Return the proposals of a round that are held back."""
        known = await self._uow.get(HELD_BACK, round_id)
        left_out = {each.id for each in await self._hidden_rows(PROPOSALS)}
        return tuple(id_ for id_ in known.proposals if id_ not in left_out) if known else ()

    async def _of_known(self, rows: list[R]) -> list[R]:
        """Return the rows about people whose employee id is known; the others can't be attributed."""
        ids = sorted({id_ for row in rows for id_ in _both(row)})
        people = await self._uow.find(PEOPLE, {"id": {"$in": ids}, "employee_id": {"$ne": ""}})
        known = {person.id for person in people}
        return [row for row in rows if known.issuperset(_both(row))]

    async def _hidden_rows(self, collection: Collection[R]) -> list[R]:
        hidden = await self.hidden()
        if not hidden:
            return []
        return await self._uow.find(collection, {"$or": hidden.covers(collection)})

    @staticmethod
    def _narrow(
        hidden: Hidden, collection: Collection[Any], query: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        covered = hidden.covers(collection)
        if not (hidden and covered):
            return dict(query or {})
        return {"$and": [dict(query or {}), {"$nor": covered}]}


async def run_query(
    runner: Runner,
    caller: Caller,
    programme_id: str | None,
    query: Callable[Concatenate[ReadableRows, P], Awaitable[T]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run a query of the console on what the caller may read."""

    async def seen(uow: UnitOfWork) -> T:
        return await query(ReadableRows(uow, caller.employee_id), *args, **kwargs)

    return await runner.read(caller, programme_id, seen)


async def _hidden_from(uow: UnitOfWork, employee_id: str) -> Hidden:
    """Return the caller's ids in this programme, and their partners' ids in all programmes of the tenant."""
    own_side = [{"mentor_employee_id": employee_id}, {"mentee_employee_id": employee_id}]
    pairings = await uow.find(TENANT_PAIRINGS, {"$or": own_side})
    partners = {_other(each, employee_id) for each in pairings}
    people = await uow.find(PEOPLE, {"employee_id": {"$in": sorted({employee_id, *partners})}})
    return Hidden(
        own=frozenset(each.id for each in people if each.employee_id == employee_id),
        partners=frozenset(each.id for each in people if each.employee_id != employee_id),
    )


def _both(row: Any) -> tuple[str, str]:
    return row.mentor_id, row.mentee_id


def _other(pairing: Pairing, employee_id: str) -> str:
    mentor = pairing.mentor_employee_id
    return pairing.mentee_employee_id if mentor == employee_id else mentor


def _narrowed(each: Round, left_out: Iterable[Proposal], partners: frozenset[str]) -> Round:
    """Return a round's figures without these proposals and people."""
    pairs = [proposal for proposal in left_out if proposal.round_id == each.id]
    unmatched = tuple(one for one in each.unmatched if one.participant_id not in partners)
    return each.noted(
        proposals=max(0, each.proposals - len(pairs)),
        total_score=max(0, each.total_score - sum(proposal.score for proposal in pairs)),
        unmatched=unmatched,
        unmatched_people=max(0, each.unmatched_people - (len(each.unmatched) - len(unmatched))),
    )
