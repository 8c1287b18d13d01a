"""Computing and approving rounds."""

import asyncio
from dataclasses import dataclass, field

from services.matching.commands.places import withdraw_proposal
from services.matching.commands.terms import current_terms
from services.matching.domain.calendar import add_working_days
from services.matching.domain.draft import Draft, Match, draft_round
from services.matching.domain.person import Person, PersonState
from services.matching.domain.pool import Pool, Terms
from services.matching.domain.proposal import Proposal, ProposalState, make_proposal
from services.matching.domain.round import Round
from services.matching.store import PEOPLE, PROGRAMMES, PROPOSALS, ROUNDS
from shared.contracts.matching import ProposalExpiryDue
from shared.kernel import Conflict, Identifier, RuleBroken, stable_id
from shared.messaging.unit_of_work import UnitOfWork


class SnapshotOutdated(Exception):  # noqa: N818 (named as people say it)
    """The rules or somebody proposed are not as the computation saw them: it has to be done again."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a round is computed from."""

    round_id: Identifier
    number: int
    terms: Terms
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed round.

    Its repr says nothing on purpose: a request repeated with the same idempotency key is the same request,
    though the computation behind it may differ.
    """

    snapshot: Snapshot = field(repr=False)
    draft: Draft = field(repr=False)


async def take_snapshot(uow: UnitOfWork) -> Snapshot:
    """Read the rules and all ready people.

    Raises:
        NotFound: no such programme.
    """
    people = await uow.find(PEOPLE, {"state": PersonState.READY})
    number = await uow.count(ROUNDS) + 1
    round_id = stable_id("round", uow.scope.tenant, uow.scope.programme, number)
    terms = await current_terms(uow, round_id)
    return Snapshot(round_id=round_id, number=number, terms=terms, people=tuple(people))


async def compute(snapshot: Snapshot) -> Computed:
    """Solve in a thread, so that the service goes on answering meanwhile."""
    pool = Pool.of(snapshot.people, snapshot.terms.seed)
    return Computed(snapshot, await asyncio.to_thread(draft_round, pool, snapshot.terms))


async def propose_round(uow: UnitOfWork, computed: Computed) -> Round:
    """Save a computed round and its proposals, which take their places at once.

    Raises:
        Conflict: another round was saved meanwhile.
        SnapshotOutdated: the rules or somebody proposed have changed meanwhile.
    """
    snapshot, draft = computed.snapshot, computed.draft
    if await uow.get(ROUNDS, snapshot.round_id):
        raise Conflict("another round was computed at the same time; look at it first")
    if not (await current_terms(uow, snapshot.round_id)).same_decisions(snapshot.terms):
        raise SnapshotOutdated
    people = await _unchanged_people(uow, draft)
    for match in draft.matches:
        _propose(uow, people, snapshot.round_id, match)
    round_ = _to_round(uow, snapshot, draft)
    return uow.save(ROUNDS, round_, round_.proposed_event())


async def _unchanged_people(uow: UnitOfWork, draft: Draft) -> dict[str, Person]:
    """The people proposed, by id, as they are in this transaction."""
    people = {p.id: p for p in await uow.find(PEOPLE, {"state": PersonState.READY})}
    proposed = (person for match in draft.matches for person in (match.mentor, match.mentee))
    if any(people.get(person.id) != person for person in proposed):
        raise SnapshotOutdated
    return people


def _propose(uow: UnitOfWork, people: dict[str, Person], round_id: Identifier, match: Match) -> None:
    proposal, made = make_proposal(
        round_id,
        match.mentor,
        match.mentee,
        score=match.score,
        explanation=match.explanation,
        at=uow.now,
    )
    both = (match.mentor.id, match.mentee.id)
    for own, partner in (both, both[::-1]):
        people[own] = uow.save(PEOPLE, people[own].proposed(proposal.id, partner))
    uow.save(PROPOSALS, proposal, made)


def _to_round(uow: UnitOfWork, snapshot: Snapshot, draft: Draft) -> Round:
    return Round(
        id=snapshot.round_id,
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        number=snapshot.number,
        mentors=len(draft.pool.mentors),
        mentees=len(draft.pool.mentees),
        eligible_pairs=draft.certificate.eligible_pairs,
        proposals=len(draft.matches),
        total_score=draft.certificate.total,
        unmatched=draft.unmatched,
        solver=draft.certificate.solver,
        certificate=draft.certificate,
        prices=draft.prices,
        relaxed=draft.relaxed,
        proposed_at=uow.now,
    )


async def approve_round(uow: UnitOfWork, round_id: str, excluded: tuple[str, ...]) -> Round:
    """Publish a round's proposals to their people, but for the excluded ones, which are taken back.

    Repeating it changes nothing.

    Raises:
        NotFound: no such round.
        RuleBroken: an excluded proposal is none of the round's.
        Conflict: an excluded proposal has been published before.
    """
    round_ = await uow.require(ROUNDS, round_id)
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    proposals = await uow.find(PROPOSALS, {"round_id": round_id}, sort=[("id", 1)])
    _check_excluded(proposals, excluded)
    expires_at = add_working_days(uow.now, programme.rules.proposal_expiry_working_days)
    for proposal in proposals:
        if proposal.state is not ProposalState.MADE:
            continue
        if proposal.id in excluded:
            await withdraw_proposal(uow, proposal.id, may_meet_again=False)
            continue
        approved, events = proposal.approve(uow.now, expires_at)
        uow.save(PROPOSALS, approved, *events)
        uow.schedule(ProposalExpiryDue(proposal_id=proposal.id), expires_at)
    return uow.save(ROUNDS, round_.approved(uow.now))


def _check_excluded(proposals: list[Proposal], excluded: tuple[str, ...]) -> None:
    states = {proposal.id: proposal.state for proposal in proposals}
    for proposal_id in excluded:
        if proposal_id not in states:
            raise RuleBroken(f"no proposal of this round: {proposal_id}", field="except")
        if states[proposal_id] not in {ProposalState.MADE, ProposalState.WITHDRAWN}:
            raise Conflict(f"the proposal is {states[proposal_id]} already: {proposal_id}", field="except")
