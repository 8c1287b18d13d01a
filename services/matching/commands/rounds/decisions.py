"""Decide on a proposed round before it is approved."""

from services.matching.commands.proposals.capacity import Again, withdraw_proposal
from services.matching.commands.rounds.requests import SIGNAL, check_uninvolved
from services.matching.commands.rounds.what_ifs import begin_what_if
from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.policy import PairOf
from services.matching.domain.rounds.adjustment import Adjustment
from services.matching.domain.rounds.decision import DecisionKind, RoundDecision
from services.matching.domain.rounds.revision import discarded, recomputed, with_decisions
from services.matching.domain.rounds.round import OPEN_STATES, Round
from services.matching.domain.rounds.what_if import Purpose
from services.matching.domain.scoring.single_pair import binding_rule
from services.matching.queries.relations import NOT_YOURS, relations_of
from services.matching.queries.terms import current_terms
from services.matching.store import PEOPLE, PROPOSALS, ROUNDS
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, NotFound, RuleBroken
from shared.messaging import UnitOfWork


async def decide_on_pair(
    uow: UnitOfWork,
    employee_id: str | None,
    round_id: str,
    pair: PairOf,
    what: DecisionKind,
    by: str,
    reason: str | None,
) -> RoundDecision:
    """Decide on a pair: it is made, not made, or left to the computation, once the round is computed again.

    A what-if computes the cost, together with all earlier decisions.

    Raises:
        NotFound: no such round.
        RuleBroken: no such person, a hard rule forbids the pair, or it is concealed from the coordinator.
        Conflict: the coordinator takes part in the round, it is not proposed, the pair is there already,
            somebody has no place, or another round is not done yet.
    """
    relations = await relations_of(uow, employee_id)
    round_ = await uow.require(ROUNDS, round_id)
    if relations.conceal(*pair.both):
        raise RuleBroken(NOT_YOURS, code="own-pair", field="mentee_id")
    check_uninvolved(relations, round_)
    decision = RoundDecision(what=what, pair=pair, by=by, at=uow.now, reason=reason)
    decided_round = with_decisions(round_, decision)
    proposals = await uow.find(PROPOSALS, {"round_id": round_id, "state": ProposalState.MADE})
    await _check_pair(uow, decided_round, pair, what, proposals)
    if what is not DecisionKind.FREE:
        locked = tuple(_pair(proposal) for proposal in proposals if proposal.locked)
        decided = decided_round.adjustment
        everything = Adjustment(make=tuple(dict.fromkeys((*decided.make, *locked))), forbid=decided.forbid)
        what_if = await begin_what_if(uow, round_, Purpose.COST, everything)
        decision = decision.model_copy(update={"what_if": what_if.id})
    uow.save(ROUNDS, with_decisions(round_, decision))
    return decision


async def lock(
    uow: UnitOfWork, employee_id: str | None, round_id: str, ids: tuple[str, ...], by: str, *, locked: bool
) -> Round:
    """Let proposals stay when the round is computed again, or no longer.

    Raises:
        NotFound: no such round.
        RuleBroken: a proposal is none of the round's.
        Conflict: the coordinator takes part in the round, it is not proposed, or a proposal is settled.
    """
    relations = await relations_of(uow, employee_id)
    round_ = await uow.require(ROUNDS, round_id)
    check_uninvolved(relations, round_)
    query = {"round_id": round_id, "id": {"$in": list(ids)}, **relations.of_pairs()}
    proposals = {proposal.id: proposal for proposal in await uow.find(PROPOSALS, query)}
    decisions = []
    for n, id_ in enumerate(dict.fromkeys(ids)):
        if id_ not in proposals:
            raise RuleBroken(
                "no proposal of this round: {id}", code="not-of-round", id=id_, field=f"proposals[{n}]"
            )
        if proposals[id_].state is not ProposalState.MADE:
            raise Conflict(
                "the proposal is {state}: {id}",
                code="proposal-state",
                state=proposals[id_].state,
                id=id_,
                field=f"proposals[{n}]",
            )
        if proposals[id_].locked is not locked:
            uow.save(PROPOSALS, proposals[id_].changed(locked=locked))
            what = DecisionKind.LOCK if locked else DecisionKind.UNLOCK
            decisions.append(RoundDecision(what=what, pair=_pair(proposals[id_]), by=by, at=uow.now))
    return uow.save(ROUNDS, with_decisions(round_, *decisions))


async def reject(
    uow: UnitOfWork, employee_id: str | None, proposal_id: str, by: str, reason: str
) -> Proposal:
    """Take one proposal of a proposed round back; again changes nothing.

    Raises:
        NotFound: no such proposal, or it is concealed from the coordinator.
        Conflict: it is of no round, the coordinator takes part in its round, that is not (or no longer)
            proposed, or the proposal is settled otherwise.
    """
    relations = await relations_of(uow, employee_id)
    proposal = await uow.require(PROPOSALS, proposal_id)
    if relations.conceal(proposal.mentor_id, proposal.mentee_id):
        raise NotFound(f"no such proposal: {proposal_id}")
    if proposal.round_id is None:
        raise Conflict(
            "the proposal is of no round: somebody has asked for a list", code="proposal-of-no-round"
        )
    round_ = await uow.require(ROUNDS, proposal.round_id)
    check_uninvolved(relations, round_)
    rejected = {each.pair for each in round_.decisions if each.what is DecisionKind.REJECT}
    if proposal.state is ProposalState.WITHDRAWN and _pair(proposal) in rejected:
        return proposal
    if proposal.state is not ProposalState.MADE:
        raise Conflict(
            "the proposal is {state}: it can't be rejected (any more)",
            code="proposal-not-rejectable",
            state=proposal.state,
        )
    decision = RoundDecision(what=DecisionKind.REJECT, pair=_pair(proposal), by=by, at=uow.now, reason=reason)
    uow.save(ROUNDS, with_decisions(round_, decision))
    return await withdraw_proposal(uow, proposal_id, again=Again.LATER)


async def recompute(uow: UnitOfWork, employee_id: str | None, round_id: str, by: str) -> Round:
    """Compute a proposed round again: locked proposals stay, and what was decided about pairs is done.

    Raises:
        NotFound: no such round.
        Conflict: the coordinator takes part in it, nothing is proposed, or another round is not done yet.
    """
    round_ = await _of_others(uow, employee_id, round_id)
    again = recomputed(round_, RoundDecision(what=DecisionKind.RECOMPUTE, by=by, at=uow.now))
    return await _clear(uow, again)


async def discard(
    uow: UnitOfWork, employee_id: str | None, round_id: str, by: str, reason: str | None
) -> Round:
    """Take all proposals of a round back and free all places; again changes nothing.

    Raises:
        NotFound: no such round.
        Conflict: the coordinator takes part in it, nothing is proposed, or another round is not done yet.
    """
    round_ = await _of_others(uow, employee_id, round_id)
    ended = discarded(round_, RoundDecision(what=DecisionKind.DISCARD, by=by, at=uow.now, reason=reason))
    return round_ if ended is round_ else await _clear(uow, ended)


async def _of_others(uow: UnitOfWork, employee_id: str | None, round_id: str) -> Round:
    """Return the round, for a coordinator who takes no part in it."""
    relations = await relations_of(uow, employee_id)
    round_ = await uow.require(ROUNDS, round_id)
    check_uninvolved(relations, round_)
    return round_


async def _clear(uow: UnitOfWork, round_: Round) -> Round:
    """Begin to take proposals back; meanwhile no other round of the programme may read places."""
    if await uow.find(ROUNDS, {"state": {"$in": OPEN_STATES}}, limit=1):
        raise Conflict(
            "another round is being computed; wait for it or cancel it", code="another-round-computed"
        )
    uow.notify(SIGNAL)
    return uow.save(ROUNDS, round_)


async def _check_pair(
    uow: UnitOfWork, round_: Round, pair: PairOf, what: DecisionKind, proposals: list[Proposal]
) -> None:
    mentor = await _person(uow, pair.mentor_id, Role.MENTOR)
    mentee = await _person(uow, pair.mentee_id, Role.MENTEE)
    there = next((proposal for proposal in proposals if _pair(proposal) == pair), None)
    if what is DecisionKind.FORBID and there and there.locked:
        raise Conflict("this proposal is locked; unlock it first", code="proposal-locked")
    if what is not DecisionKind.MAKE:
        return
    if there:
        raise Conflict(
            "the two are proposed to each other already; lock the proposal to keep it",
            code="proposed-already",
        )
    broken = binding_rule(mentor, mentee, await current_terms(uow, round_.id))
    if broken:
        raise RuleBroken(
            "the rule {rule} forbids this pair", code="rule-forbids-pair", rule=broken, field="mentee_id"
        )
    for person in (mentor, mentee):
        _check_place(person, pair, round_, proposals)


async def _person(uow: UnitOfWork, id_: str, role: Role) -> Person:
    person = await uow.get(PEOPLE, id_)
    if person is None or person.role is not role or person.state is not PersonState.READY:
        raise RuleBroken(
            "no {role} who is ready has this id: {id}",
            code="person-not-ready",
            role=role,
            id=id_,
            field=f"{role}_id",
        )
    return person


def _check_place(person: Person, pair: PairOf, round_: Round, proposals: list[Proposal]) -> None:
    """Check that the person has a place once unlocked proposals are withdrawn and the others made."""
    taken_back = {proposal.id for proposal in proposals if not proposal.locked}
    held = sum(id_ not in taken_back for id_ in person.open_proposals) + len(person.active_pairings)
    others = [each for each in round_.adjustment.make if each != pair]
    added = sum(person.id in {each.mentor_id, each.mentee_id} for each in others)
    if held + added >= person.most_places:
        raise Conflict(
            "the {role} has no place for it: {id}",
            code="no-capacity",
            role=person.role,
            id=person.id,
            field=f"{person.role}_id",
        )


def _pair(proposal: Proposal) -> PairOf:
    return PairOf(mentor_id=proposal.mentor_id, mentee_id=proposal.mentee_id)
