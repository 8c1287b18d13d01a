"""Request, cancel and approve rounds; workers compute them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from services.matching.commands.policy import check_usable, with_concealed
from services.matching.domain.pairs.proposal import Proposal, ProposalState
from services.matching.domain.pairs.working_days import add_working_days
from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.policy import Choice
from services.matching.domain.rounds.parts import RoundOptions
from services.matching.domain.rounds.round import OPEN_STATES, Round
from services.matching.domain.rounds.what_if import WhatIf
from services.matching.queries.free_people import missing_role
from services.matching.queries.relations import Relations, relations_of
from services.matching.queries.terms import current_terms
from services.matching.store import PEOPLE, PROGRAMMES, PROPOSALS, ROUNDS, ROUNDS_OF_ALL_PROGRAMMES
from shared.contracts.matching import RoundCause
from shared.contracts.vocabulary import Role
from shared.kernel import Conflict, RuleBroken, TooMany, stable_id
from shared.messaging import UnitOfWork

MOST_WAITING: Final = 20
"""Rounds of one organisation that coordinators may have waiting or computed at a time."""
MOST_WHAT_IFS: Final = 200
"""The most what-ifs of one programme in a day; each keeps its pairs for some time."""
NOBODY_FREE: Final = {
    Role.MENTOR: "nobody can be matched: no mentor is ready and has capacity",
    Role.MENTEE: "nobody can be matched: no mentee is ready and has capacity",
}
SIGNAL: Final = "rounds"
"""Wakes this replica's worker."""


async def request_round(uow: UnitOfWork, employee_id: str | None, options: RoundOptions) -> Round:
    """Ask for a round over all ready people, or for some of them.

    It leaves out a coordinator who takes part in the programme; a what-if leaves out their partners as well.
    So it reveals nothing about pairs of their own, and they may decide about it.

    Args:
        uow: the unit of work.
        employee_id: the coordinator's, if they are an employee.
        options: how to compute it.

    Raises:
        NotFound: no such programme.
        RuleBroken: another policy for a round that is no what-if, or one that cannot be used; a person named
            who can't be matched; or lists where the policy has none.
        Conflict: another round of the programme is not done yet, people choose for themselves, the programme
            matches no more, or nobody of one role is free.
        TooMany: too many rounds of the organisation wait, or too many what-ifs were asked for today.
    """
    relations = await relations_of(uow, employee_id)
    terms = await current_terms(uow, uow.scope.programme)
    if not options.preview:
        (await uow.require(PROGRAMMES, uow.scope.programme)).check_matches()
    await _check_room(uow, options)
    await _check_policy(uow, relations, options)
    _check_mode((options.policy or terms.policy).choice, options)
    named = await _check_people(uow, relations, options)
    without = relations.concealed if options.preview else relations.own
    await _check_both_roles(uow, named, without)
    tried = options.policy and with_concealed(relations, options.policy, terms.policy)
    return await begin_round(uow, options.model_copy(update={"policy": tried}), without=without)


async def begin_round(
    uow: UnitOfWork,
    options: RoundOptions,
    what_if: WhatIf | None = None,
    cause: RoundCause = RoundCause.COORDINATOR,
    without: Iterable[str] = (),
) -> Round:
    """Let the workers compute a round.

    Raises:
        Conflict: another round of the programme is not done yet.
    """
    if await uow.find(ROUNDS, {"state": {"$in": OPEN_STATES}}, limit=1):
        raise Conflict(
            "another round is being computed; wait for it or cancel it", code="another-round-computed"
        )
    number = await uow.count(ROUNDS) + 1
    # Two requests at once make the same id, so that one of them conflicts and then finds the other.
    round_ = Round(
        id=stable_id("round", uow.scope.tenant, uow.scope.programme, number),
        tenant=uow.scope.tenant,
        programme=uow.scope.programme,
        number=number,
        cause=cause,
        options=options,
        without=tuple(sorted(without)),
        what_if=what_if,
        requested_at=uow.now,
    )
    return uow.save(ROUNDS, round_, round_.requested_event())


async def _check_room(uow: UnitOfWork, options: RoundOptions) -> None:
    waiting = {"state": {"$in": OPEN_STATES}, "cause": RoundCause.COORDINATOR}
    if await uow.count(ROUNDS_OF_ALL_PROGRAMMES, waiting) >= MOST_WAITING:
        raise TooMany(
            "{most} rounds of your organisation wait to be computed already",
            code="too-many-rounds",
            most=MOST_WAITING,
            seconds=60,
        )
    lately = {"requested_at": {"$gt": uow.now - timedelta(days=1)}, "options.preview": True}
    if options.preview and await uow.count(ROUNDS, lately) >= MOST_WHAT_IFS:
        raise TooMany(
            "{most} what-ifs of this programme were computed since yesterday",
            code="too-many-what-ifs",
            most=MOST_WHAT_IFS,
            seconds=3600,
        )


def _check_mode(choice: Choice, options: RoundOptions) -> None:
    if not options.preview and not choice.mode.has_rounds:
        raise Conflict(
            "in this programme people choose for themselves: mode hybrid has rounds as well",
            code="no-rounds-in-mode",
        )
    if options.shortlists and not choice.mode.has_lists:
        raise RuleBroken(
            "mode {mode} has no lists: suggested and hybrid do",
            code="no-lists-in-mode",
            mode=choice.mode,
            field="shortlists",
        )


async def _check_policy(uow: UnitOfWork, relations: Relations, options: RoundOptions) -> None:
    if options.policy is None:
        return
    if not options.preview:
        raise RuleBroken(
            "only a what-if may have a policy of its own: decide on the policy",
            code="own-policy-of-what-if",
            field="policy",
        )
    try:
        await check_usable(uow, relations, options.policy)
    except RuleBroken as error:
        raise error.at(f"policy.{error.field}") from error


async def _check_people(uow: UnitOfWork, relations: Relations, options: RoundOptions) -> list[Person]:
    """Return those named: each is known, ready, not concealed, has a free place, and is named once."""
    named = options.people or ()
    keys = [PEOPLE.document_id(uow.scope, id_) for id_ in named]
    by_id = {p.id: p for p in await uow.find(PEOPLE, {"_id": {"$in": keys}})} if keys else {}
    seen: set[str] = set()
    for n, id_ in enumerate(named):
        person = by_id.get(id_)
        if person is None or person.state is not PersonState.READY or relations.conceal(id_):
            raise RuleBroken(
                "nobody ready has this id: {id}", code="person-not-ready", id=id_, field=f"people[{n}]"
            )
        if not person.free_places:
            raise RuleBroken("{id} has no free place", code="no-capacity", id=id_, field=f"people[{n}]")
        if id_ in seen:
            raise RuleBroken("named twice: {id}", code="named-twice", id=id_, field=f"people[{n}]")
        seen.add(id_)
    return [by_id[id_] for id_ in named]


async def _check_both_roles(uow: UnitOfWork, named: list[Person], without: frozenset[str]) -> None:
    """See that a pair is possible: a round over people of one role would find nobody."""
    roles = {person.role.other for person in named} - {person.role for person in named} if named else Role
    missing = await missing_role(uow, roles, without, answering=bool(named))
    if missing:
        raise Conflict(NOBODY_FREE[missing], code=f"no-{missing}-ready")


async def cancel_round(uow: UnitOfWork, round_id: str, *, keep: bool) -> Round:
    """Stop a round; with ``keep`` the best matching so far is proposed.

    Raises:
        NotFound: no such round.
        Conflict: it has gone too far.
    """
    round_, events = (await uow.require(ROUNDS, round_id)).cancel(keep=keep)
    return uow.save(ROUNDS, round_, *events)


async def approve_round(
    uow: UnitOfWork, employee_id: str | None, round_id: str, excluded: tuple[str, ...]
) -> Round:
    """Publish a round's proposals to their people, but for the excluded ones, which are taken back.

    Repeating it changes nothing.

    Raises:
        NotFound: no such round.
        RuleBroken: an excluded proposal is none of the round's.
        Conflict: the coordinator takes part in the round, an excluded proposal has been published before, or
            the round has no proposals.
    """
    relations = await relations_of(uow, employee_id)
    round_ = await uow.require(ROUNDS, round_id)
    check_uninvolved(relations, round_)
    query = {"round_id": round_id, "id": {"$in": list(excluded)}, **relations.of_pairs()}
    proposals = await uow.find(PROPOSALS, query)
    _check_excluded(proposals, excluded)
    approved = await begin_asking(uow, round_, excluded)
    uow.notify(SIGNAL)
    return approved


def check_uninvolved(relations: Relations, round_: Round) -> None:
    """See that a coordinator decides about other people's pairs only.

    Raises:
        Conflict: the coordinator takes part in the round, whether or not it has found a partner for them.
    """
    if relations.takes_part and round_.may_take_in(relations.own):
        raise Conflict(
            "you take part in this round yourself: another coordinator decides about it", code="own-round"
        )


async def begin_asking(uow: UnitOfWork, round_: Round, excluded: tuple[str, ...] = ()) -> Round:
    """Let a worker publish a round's proposals; the programme's first time is noted.

    Raises:
        Conflict: the round has no proposals (yet), or the programme matches no more.
    """
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    programme.check_matches()
    if programme.matched_since is None:
        uow.save(PROGRAMMES, programme.changed(matched_since=uow.now))
    expires_at = add_working_days(uow.now, programme.rules.proposal_expiry_working_days)
    return uow.save(ROUNDS, round_.approve(uow.now, expires_at, excluded))


def _check_excluded(proposals: list[Proposal], excluded: tuple[str, ...]) -> None:
    states = {proposal.id: proposal.state for proposal in proposals}
    for proposal_id in excluded:
        if proposal_id not in states:
            raise RuleBroken(
                "no proposal of this round: {proposal_id}",
                code="not-of-round",
                proposal_id=proposal_id,
                field="except",
            )
        if states[proposal_id] not in {ProposalState.MADE, ProposalState.WITHDRAWN}:
            raise Conflict(
                "the proposal is {statesproposal_id} already: {proposal_id}",
                code="proposal-state",
                statesproposal_id=states[proposal_id],
                proposal_id=proposal_id,
                field="except",
            )
