"""The results of rounds: pairs, unmatched people, impact, two rounds side by side."""

from services.matching.domain.rounds.decision import RoundDecision
from services.matching.domain.rounds.results.chunks import ChosenPair
from services.matching.domain.rounds.results.comparison import ComparedRound, Comparison, compare
from services.matching.domain.rounds.results.impact import Impact
from services.matching.domain.rounds.results.unmatched import UnmatchedPerson
from services.matching.domain.rounds.round import RoundState
from services.matching.domain.rounds.what_if import Cost
from services.matching.queries.relations import Relations, relations_of
from services.matching.queries.round_chunks import all_scores, concealed_people, pairs_page, unmatched_page
from services.matching.queries.visible_rounds import seen_person
from services.matching.store import ROUNDS
from shared.kernel import Conflict
from shared.messaging import UnitOfWork
from shared.service import Found, PageRequest


async def list_pairs(
    uow: UnitOfWork, employee_id: str | None, round_id: str, page: PageRequest
) -> Found[ChosenPair]:
    """Return the pairs a round's computation chose, and how many there are; also a what-if's.

    Raises:
        NotFound: no such round.
        Conflict: it is not computed (yet).
    """
    relations = await relations_of(uow, employee_id)
    round_ = await uow.require(ROUNDS, round_id)
    pairs, total = await pairs_page(uow, round_, relations, page)
    return [_without_concealed_runner_up(pair, relations) for pair in pairs], total


async def list_unmatched(
    uow: UnitOfWork, employee_id: str | None, round_id: str, page: PageRequest
) -> Found[UnmatchedPerson]:
    """Return the unmatched people of a round, with the reason, and how many there are.

    Raises:
        NotFound: no such round.
        Conflict: it is not computed (yet).
    """
    relations = await relations_of(uow, employee_id)
    round_ = await uow.require(ROUNDS, round_id)
    people, total = await unmatched_page(uow, round_, relations, page)
    return [seen_person(person, round_, relations) for person in people], total


async def get_impact(uow: UnitOfWork, employee_id: str | None, round_id: str) -> Impact:
    """Return a round by groups of people, as computed.

    Raises:
        NotFound: no such round.
        Conflict: it is not computed (yet), was before such a summary was made, or counts concealed people.
    """
    relations = await relations_of(uow, employee_id)
    round_ = await uow.require(ROUNDS, round_id)
    impact = round_.computed.impact
    if impact is None:
        raise Conflict("this round was computed before impact was", code="computed-before-impact")
    if round_.may_take_in(relations.concealed):
        raise Conflict(
            "this summary counts you or a partner of yours; a what-if you ask for does not",
            code="summary-counts-you",
        )
    return impact


async def compare_rounds(uow: UnitOfWork, employee_id: str | None, one: str, other: str) -> Comparison:
    """Two rounds' outcomes side by side, as computed.

    Raises:
        NotFound: no such round.
        Conflict: one of them is not computed (yet).
    """
    relations = await relations_of(uow, employee_id)
    return compare(await _compared(uow, relations, one), await _compared(uow, relations, other))


async def _compared(uow: UnitOfWork, relations: Relations, round_id: str) -> ComparedRound:
    round_ = await uow.require(ROUNDS, round_id)
    concealed = await concealed_people(uow, [round_], relations)
    unmatched = round_.computed.unmatched - concealed.get(round_id, 0)
    return ComparedRound(round_id, await all_scores(uow, round_, relations), unmatched)


async def list_decisions(
    uow: UnitOfWork, employee_id: str | None, round_id: str, page: PageRequest
) -> Found[tuple[RoundDecision, RoundState | None, Cost | None]]:
    """Return a round's decisions, each with the state of its what-if and the cost once it is computed.

    Raises:
        NotFound: no such round.
    """
    relations = await relations_of(uow, employee_id)
    round_ = await uow.require(ROUNDS, round_id)
    seen = [each for each in round_.decisions if each.pair is None or not relations.conceal(*each.pair.both)]
    in_part = round_.may_take_in(relations.concealed)
    items: list[tuple[RoundDecision, RoundState | None, Cost | None]] = []
    for decision in seen[page.offset : page.offset + page.limit]:
        what_if = await uow.get(ROUNDS, decision.what_if) if decision.what_if else None
        cost = what_if.figures.cost if what_if and what_if.figures and not in_part else None
        items.append((decision, what_if.state if what_if else None, cost))
    return items, len(seen)


def _without_concealed_runner_up(pair: ChosenPair, relations: Relations) -> ChosenPair:
    if pair.runner_up is None or not relations.conceal(pair.runner_up.mentor_id):
        return pair
    return pair.model_copy(update={"runner_up": None})
