"""The queries of the pages, limited to what the caller may read: one page of rows, counts from the tally."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from services.console.queries.access import ReadableRows
from services.console.read_models.effect import Effect
from services.console.read_models.paginated import PAGE_SIZE, TablePage
from services.console.read_models.pairings import Pairing, PairingState
from services.console.read_models.people import Person, Programme
from services.console.read_models.proposals import Proposal, ProposalState
from services.console.read_models.released import Released
from services.console.read_models.rounds import Round
from services.console.read_models.row import Row
from services.console.read_models.sessions import Session, SessionState
from services.console.read_models.tally import Tally
from services.console.store import (
    EFFECTS,
    FINAL_FIGURES,
    PAIRINGS,
    PEOPLE,
    PROGRAMMES,
    PROPOSALS,
    RELEASED,
    ROUNDS,
    SESSIONS,
)
from shared.contracts.feedback import IdleStep
from shared.contracts.matching import PairingEndReason
from shared.contracts.vocabulary import Role
from shared.kernel import NotFound
from shared.messaging import Collection

R = TypeVar("R", bound=Row)

ROUNDS_SHOWN: Final = 5
ALARMS_SHOWN: Final = 20
CONSENT_DUE: Final = "consent-due"
"""Names those who have to agree to changed terms, among the states of people."""

_ALARMING: Final = {
    "state": PairingState.ACTIVE.value,
    "alarm_at": {"$ne": None},
    "$or": [{"last_held_at": None}, {"$expr": {"$lt": ["$last_held_at", "$alarm_at"]}}],
}
"""The query for `Pairing.alarming`."""
_IDLE: Final = {
    "state": PairingState.ACTIVE.value,
    "idle_since": {"$ne": None},
    "$or": [{"met_until": None}, {"$expr": {"$lte": ["$met_until", "$idle_since"]}}],
    "$nor": [{"contacted": True, "idle_step": IdleStep.FIRST_CONTACT.value}],
}
"""The query for `Pairing.idle`."""


@dataclass(frozen=True)
class Overview:
    """A programme, its counts, and the pairings that need a coordinator."""

    programme: Programme
    tally: Tally
    alarms: list[Pairing]


async def programmes(
    readable: ReadableRows, only: frozenset[str] | None, number: int
) -> TablePage[Programme]:
    """Programmes of the tenant, the latest first; those named in ``only``, or all."""
    query: dict[str, Any] = {} if only is None else {"id": {"$in": sorted(only)}}
    total = await readable.count(PROGRAMMES, query)
    return await _page(readable, PROGRAMMES, query, [("starts_on", -1), ("id", 1)], number, total)


async def programme(readable: ReadableRows) -> Programme:
    """Return the programme.

    Raises:
        NotFound: there is no such programme.
    """
    return await readable.programme()


async def words_version(readable: ReadableRows) -> int:
    """Return the version of the programme's own words; 0 for the standard words."""
    return await readable.words_version()


async def tally(readable: ReadableRows) -> Tally:
    """Return the counts of the programme."""
    return await readable.tally()


async def released(readable: ReadableRows) -> Released | None:
    """Return the figures in force; None before the first closing."""
    return await _first(readable, RELEASED)


async def final_figures(readable: ReadableRows) -> Released | None:
    """Return the figures of the final report; None before it is ready."""
    return await _first(readable, FINAL_FIGURES)


async def overview(readable: ReadableRows) -> Overview:
    """Return the programme at a glance.

    Raises:
        NotFound: there is no such programme.
    """
    programme = await readable.programme()
    counts = await readable.tally()
    alarms = await readable.find(PAIRINGS, _ALARMING, sort=[("alarm_at", -1), ("id", 1)], limit=ALARMS_SHOWN)
    return Overview(programme, counts, alarms)


@dataclass(frozen=True)
class ReportFacts:
    """A programme, its counts, the figures of its report in force or kept for good, and its effect."""

    programme: Programme
    tally: Tally
    figures: Released | None
    final: bool
    effect: Effect | None = None


async def report_facts(readable: ReadableRows) -> ReportFacts:
    """Return the facts behind a report; its counts have the figures that it shows.

    Raises:
        NotFound: there is no such programme.
    """
    programme = await readable.programme()
    counts = await readable.tally()
    effect = await _first(readable, EFFECTS)
    in_force, kept = await released(readable), await final_figures(readable)
    if kept is None:
        return ReportFacts(programme, counts, in_force, final=False, effect=effect)
    moved = counts.moved(in_force.facets() if in_force else {}, kept.facets())
    return ReportFacts(programme, moved, kept, final=True, effect=effect)


async def completed_pairings(readable: ReadableRows) -> int:
    """Return the number of pairings that were completed."""
    ended = {"state": PairingState.ENDED.value, "ended_as": PairingEndReason.COMPLETED.value}
    return await readable.count(PAIRINGS, ended)


async def people(readable: ReadableRows, role: str, state: str, number: int) -> TablePage[Person]:
    """Return people by role and state (each may be empty: all); the state may be ``CONSENT_DUE``, too."""
    tally = await readable.tally()
    known: dict[str, Any] = {"role": role} if role else {"role": {"$ne": None}}
    if state == CONSENT_DUE:
        total = _count(tally, CONSENT_DUE, role)
        return await _page(readable, PEOPLE, known | {"consent_due": True}, [("id", 1)], number, total)
    total = sum(n for name, n in tally.group("people").items() if _fits(name, role, state))
    return await _page(readable, PEOPLE, known | _only("state", state), [("id", 1)], number, total)


async def people_in_order(readable: ReadableRows, participant_ids: Sequence[str]) -> list[Person]:
    """Return people by participant id, in this order; those not known here are left out."""
    by_id = await people_named(readable, participant_ids)
    return [by_id[id_] for id_ in participant_ids if id_ in by_id]


_LATEST_FIRST: Final = [("requested_at", -1), ("number", -1), ("id", 1)]


async def rounds(readable: ReadableRows) -> list[Round]:
    """Return the latest rounds."""
    return await readable.rounds(sort=_LATEST_FIRST, limit=ROUNDS_SHOWN)


async def all_rounds(readable: ReadableRows, number: int) -> TablePage[Round]:
    """Return all rounds and what-ifs, the latest first."""
    total = await readable.count(ROUNDS)
    rounds = await readable.rounds(sort=_LATEST_FIRST, skip=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return TablePage(rounds, number, total)


async def held_back(readable: ReadableRows, round_id: str) -> tuple[str, ...]:
    """Return the proposals of a round that are held back."""
    return await readable.held_back(round_id)


async def held_back_count(readable: ReadableRows, held: tuple[str, ...]) -> int:
    """Return how many of the proposals held back still wait; others were withdrawn, or computed away."""
    return await readable.count(PROPOSALS, {"id": {"$in": list(held)}, "state": ProposalState.MADE.value})


async def proposals(readable: ReadableRows, state: str, number: int) -> TablePage[Proposal]:
    """Proposals in a state (empty: all), best first."""
    total = _count(await readable.tally(), "proposals", state)
    return await _page(readable, PROPOSALS, _only("state", state), [("score", -1), ("id", 1)], number, total)


async def proposal_of_round(readable: ReadableRows, round_id: str, proposal_id: str) -> Proposal:
    """Return one proposal of a round.

    Raises:
        NotFound: the round has no such proposal, or it is about the caller or a partner of theirs.
    """
    proposals = await readable.find(PROPOSALS, {"id": proposal_id, "round_id": round_id}, limit=1)
    if not proposals:
        raise NotFound(f"no such proposal: {proposal_id}")
    return proposals[0]


async def sessions(readable: ReadableRows, state: str, number: int) -> TablePage[Session]:
    """Sessions in a state (empty: all), the latest first; planned ones, the next first."""
    total = _count(await readable.tally(), "sessions", state)
    order = [("starts_at", 1 if state == SessionState.PLANNED else -1), ("id", 1)]
    return await _page(readable, SESSIONS, _only("state", state), order, number, total)


async def pairings(readable: ReadableRows, health: str, number: int) -> TablePage[Pairing]:
    """Active pairings of one health (empty: all), those that need attention first."""
    total = _count(await readable.tally(), "health", health)
    query = {"state": PairingState.ACTIVE.value} | _only("health", health)
    return await _page(readable, PAIRINGS, query, [("health", 1), ("id", 1)], number, total)


async def pairings_by_sponsor(readable: ReadableRows, sponsor: str, number: int) -> TablePage[Pairing]:
    """Active pairings without a sponsor, or whose sponsor is asked or has accepted."""
    query = {"state": PairingState.ACTIVE.value, "sponsor": sponsor}
    total = await readable.count(PAIRINGS, query)
    return await _page(readable, PAIRINGS, query, [("id", 1)], number, total)


async def idle(readable: ReadableRows) -> list[Pairing]:
    """Active pairings whose two do not meet, those first who have not for longest."""
    return await readable.find(PAIRINGS, _IDLE, sort=[("idle_since", 1), ("id", 1)], limit=ALARMS_SHOWN)


async def _first(readable: ReadableRows, collection: Collection[R]) -> R | None:
    rows = await readable.find(collection, limit=1)
    return rows[0] if rows else None


def _fits(name: str, role: str, state: str) -> bool:
    its_role, its_state = name.split(":")
    return role in {"", its_role} and state in {"", its_state}


def _count(counts: Tally, group: str, state: str) -> int:
    return counts.get(group, state) if state else counts.total(group)


def _only(field: str, value: str) -> dict[str, Any]:
    return {field: value} if value else {}


async def _page(
    readable: ReadableRows,
    collection: Collection[R],
    query: Mapping[str, Any],
    sort: list[tuple[str, int]],
    number: int,
    total: int,
) -> TablePage[R]:
    skip = (number - 1) * PAGE_SIZE
    items = await readable.find(collection, query, sort=sort, skip=skip, limit=PAGE_SIZE)
    return TablePage(items, number, total)


async def person_with_id(readable: ReadableRows, text: str, role: Role) -> Person | None:
    """Return the participant with this id, or whose employee has it, in this role."""
    called = [{"id": text}, {"employee_id": text.lower()}]
    people = await readable.find(PEOPLE, {"role": role, "$or": called}, limit=1)
    return people[0] if people else None


async def people_named(readable: ReadableRows, participant_ids: Iterable[str]) -> dict[str, Person]:
    """Return people by participant id; those not known here are left out."""
    ids = sorted({id_ for id_ in participant_ids if id_})
    if not ids:
        return {}
    return {person.id: person for person in await readable.find(PEOPLE, {"id": {"$in": ids}})}
