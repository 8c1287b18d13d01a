"""Set the policy of a programme."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from services.matching.commands.pairings.keep_apart import keep_apart, part_at_once
from services.matching.domain.eligibility.compiled_rules import MUST_NOT
from services.matching.domain.eligibility.must_pairs import conflicts_of
from services.matching.domain.eligibility.rules import RULES
from services.matching.domain.people.person import Person
from services.matching.domain.policy import DEFAULT, MOST_PAIRS, Decisions, PairOf, Policy
from services.matching.domain.policy.history import (
    MOST_VERSIONS,
    MatchingPolicy,
    PolicyVersion,
    version_id,
    version_of,
)
from services.matching.domain.policy.template import TemplatePolicy
from services.matching.domain.rounds.pool import Terms
from services.matching.domain.scoring.policy_validation import check_decisions
from services.matching.queries.people import people_by_id
from services.matching.queries.policy import current_version, defined_features, seen_version, stored_policy
from services.matching.queries.relations import Relations, relations_of
from services.matching.store import (
    POLICIES,
    POLICIES_OF_ALL_PROGRAMMES,
    POLICY_VERSIONS,
    PROGRAMMES,
    TEMPLATE_POLICIES,
)
from shared.contracts.vocabulary import Role
from shared.kernel import Identifier, RuleBroken
from shared.messaging import UnitOfWork

P = TypeVar("P", bound=PairOf)


class Decided(BaseModel):
    """A version, and what runs on against it.

    Attributes:
        version: what holds now.
        still_paired: ids of active pairings of pairs to be kept apart.
    """

    version: PolicyVersion
    still_paired: tuple[Identifier, ...]


async def decide(
    uow: UnitOfWork,
    employee_id: str | None,
    decisions: Decisions,
    based_on: int,
    by: str,
    *,
    end_pairings: bool = False,
) -> Decided:
    """Set a programme's policy; it counts from the next round on, but pairs are kept apart at once.

    Pairs that are concealed from the coordinator stay as they are.

    Args:
        uow: the unit of work.
        employee_id: the coordinator's, if they are an employee.
        decisions: the whole policy.
        based_on: the number of the version they were edited from.
        by: who decides.
        end_pairings: end active pairings of pairs to be kept apart, too.

    Raises:
        NotFound: no such programme.
        RuleBroken: naming what cannot be used.
        Conflict: somebody has changed the policy since that version.
    """
    relations = await relations_of(uow, employee_id)
    current = await stored_policy(uow)
    await check_usable(uow, relations, decisions)
    whole = with_concealed(relations, decisions, current.policy)
    check_decisions(whole, await defined_features(uow))
    version = await _decide(uow, current, whole, based_on, by) or await current_version(uow)
    still_paired = await _keep_apart(uow, decisions, end=end_pairings)
    return Decided(version=seen_version(relations, version), still_paired=still_paired)


async def copy_policy(uow: UnitOfWork, programme_id: str) -> None:
    """Begin with the policy of another programme, without its pairs; the default is not copied."""
    originals = await uow.find(POLICIES_OF_ALL_PROGRAMMES, {"id": programme_id}, limit=1)
    current = await stored_policy(uow)
    if originals and current.policy == DEFAULT:
        await _decide(uow, current, originals[0].for_others(), DEFAULT.number)


async def keep_for_template(uow: UnitOfWork, template_id: str) -> None:
    """Keep the programme's policy of this moment, without its pairs, for a template.

    It stays when the template is deleted: a draft may have begun with the template.
    """
    policy = await stored_policy(uow)
    kept = TemplatePolicy(id=template_id, tenant=uow.scope.tenant, decisions=policy.for_others())
    if await uow.get(TEMPLATE_POLICIES, template_id) is None:
        uow.save(TEMPLATE_POLICIES, kept)


async def begin_with_template(uow: UnitOfWork, template_id: str) -> None:
    """Begin with the policy of a template of the organisation.

    Raises:
        NotFound: the template has not arrived yet; the fact that named it is tried again.
    """
    kept = await uow.require(TEMPLATE_POLICIES, template_id)
    current = await stored_policy(uow)
    if current.policy == DEFAULT:
        await _decide(uow, current, kept.decisions, DEFAULT.number)


async def _decide(
    uow: UnitOfWork, current: MatchingPolicy, decisions: Decisions, based_on: int, by: str | None = None
) -> PolicyVersion | None:
    """Save new decisions as the next version; None if they change nothing."""
    decided, event = current.decide(decisions, based_on)
    if event is None:
        return None
    uow.save(POLICIES, decided, event)
    if old := await uow.get(POLICY_VERSIONS, version_id(decided.policy.number - MOST_VERSIONS)):
        uow.delete(POLICY_VERSIONS, old)
    return uow.save(POLICY_VERSIONS, version_of(decided, uow.now, by))


def with_concealed(relations: Relations, decisions: Decisions, current: Policy) -> Decisions:
    """Return the decisions with those pairs of the present policy that the coordinator doesn't see.

    Raises:
        RuleBroken: together they are too many.
    """
    if not relations.concealed:
        return decisions
    must = _merged(relations, decisions.must_pair, current.must_pair)
    never = _merged(relations, decisions.must_not_pair, current.must_not_pair)
    return decisions.model_copy(update={"must_pair": must, "must_not_pair": never})


def _merged(relations: Relations, pairs: Sequence[P], current: Sequence[P]) -> tuple[P, ...]:
    merged = list(pairs)
    for place, pair in enumerate(current):
        if relations.conceal(*pair.both):
            merged.insert(place, pair)
    if len(merged) > MOST_PAIRS:
        raise RuleBroken(
            "a policy names {most} pairs of a kind at most", code="too-many-pairs", most=MOST_PAIRS
        )
    return tuple(merged)


async def _keep_apart(uow: UnitOfWork, decisions: Decisions, *, end: bool) -> tuple[Identifier, ...]:
    """Take back what is open between pairs to be kept apart; returns the pairings that run on."""
    pairs = frozenset((pair.mentor_id, pair.mentee_id) for pair in decisions.must_not_pair)
    if end:
        await part_at_once(uow, pairs, MUST_NOT)
        return ()
    return tuple(pairing.id for pairing in await keep_apart(uow, pairs, MUST_NOT))


async def check_usable(uow: UnitOfWork, relations: Relations, decisions: Decisions) -> None:
    """See that a round can be computed under these decisions, and that they name no concealed pair.

    Raises:
        RuleBroken: naming what cannot be used.
    """
    check_decisions(decisions, await defined_features(uow))
    relations.check(decisions.must_pair, "must_pair")
    relations.check(decisions.must_not_pair, "must_not_pair")
    named = [id_ for pair in (*decisions.must_pair, *decisions.must_not_pair) for id_ in pair.both]
    people = await people_by_id(uow, named)
    _check_roles("must_pair", decisions.must_pair, people)
    _check_roles("must_not_pair", decisions.must_not_pair, people)
    if decisions.must_pair:
        await _check_conflicts(uow, decisions, people)


def _check_roles(field: str, pairs: Sequence[PairOf], people: Mapping[str, Person]) -> None:
    """Both of each pair are known here, in their roles."""
    for n, pair in enumerate(pairs):
        for role, id_ in ((Role.MENTOR, pair.mentor_id), (Role.MENTEE, pair.mentee_id)):
            if id_ not in people or people[id_].role is not role:
                raise RuleBroken(
                    "no {role} has this id: {id}",
                    code="unknown-person",
                    role=role,
                    id=id_,
                    field=f"{field}[{n}].{role}_id",
                )


async def _check_conflicts(uow: UnitOfWork, decisions: Decisions, people: Mapping[str, Person]) -> None:
    """Check that no must-pair has a conflict of interest it does not name: none is overridden silently."""
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    policy = Policy(**{name: getattr(decisions, name) for name in Decisions.model_fields})
    terms = Terms.of(programme, policy, uow.now.date(), programme.id)
    to_pair = {id_ for pair in decisions.must_pair for id_ in pair.both}
    conflicts = conflicts_of([person for id_, person in people.items() if id_ in to_pair], terms)
    for n, rule in enumerate(conflicts):
        if rule:
            way = "" if RULES[rule].always else f"; to make the pair all the same, name {rule} in despite"
            raise RuleBroken(
                "the rule {rule} forbids this pair{way}",
                code="rule-forbids-pair",
                rule=rule,
                way=way,
                field=f"must_pair[{n}]",
            )
