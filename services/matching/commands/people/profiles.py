"""Keep the profiles and rules that matching has of people and programmes."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.matching.commands.pairings.conflicts import schedule_reviews
from services.matching.commands.pairings.conflicts_elsewhere import bring_along_conflicts
from services.matching.commands.pairings.endings import end_pairing
from services.matching.commands.people.commitments import join, keep_total, share_places
from services.matching.commands.people.earlier_partners import keep_apart_from_earlier_partners
from services.matching.commands.people.time_to_match import stop_watching, watch
from services.matching.commands.people.waiting import newly_free
from services.matching.commands.proposals.capacity import (
    withdraw_all_proposals,
    withdraw_if_full,
    withdraw_proposal,
)
from services.matching.commands.rounds.rhythm import follow_rhythm
from services.matching.domain.people.person import Person, PersonState
from services.matching.domain.people.programme import Programme
from services.matching.domain.scoring.single_pair import forbidden_by
from services.matching.queries.programmes import earlier_cohorts
from services.matching.queries.terms import current_terms
from services.matching.store import PEOPLE, PROGRAMMES, PROPOSALS, SHORTLISTS
from shared.contracts.enrollment import MatchingProfile, ProgrammeDefinition, ProgrammeOpened
from shared.contracts.matching import PairingEndReason
from shared.kernel import RuleBroken
from shared.messaging import UnitOfWork


async def begin_programme(uow: UnitOfWork, opened: ProgrammeOpened) -> None:
    """Take in a new programme's rules and features, and which programmes it continues."""
    await set_rules(uow, opened)
    if opened.copied_from:
        programme = await uow.require(PROGRAMMES, opened.programme_id)
        earlier = await earlier_cohorts(uow, opened.copied_from)
        uow.save(PROGRAMMES, programme.changed(earlier=earlier))


async def set_rules(uow: UnitOfWork, definition: ProgrammeDefinition) -> None:
    """Take in a programme's rules and features; they count from the next round on."""
    id_, rules, features = definition.programme_id, definition.rules, definition.features
    existing = await uow.get(PROGRAMMES, id_)
    follow_rhythm(uow, id_, existing, rules)
    new = Programme(id=id_, tenant=uow.scope.tenant, programme=id_, rules=rules, features=features)
    uow.save(PROGRAMMES, existing.changed(rules=rules, features=features) if existing else new)


async def take_in(uow: UnitOfWork, participant_id: str, profile: MatchingProfile, at: datetime) -> None:
    """Save a ready participant's facts; open proposals that the new facts forbid are withdrawn.

    A pairing they make a conflict of interest is reviewed soon.

    Raises:
        RuleBroken: the time zone is unknown here.
    """
    _check_zone(profile.working_hours.time_zone)
    existing = await uow.get(PEOPLE, participant_id)
    region = uow.scope.region
    person = (
        existing.ready(profile, region, at)
        if existing
        else Person(
            id=participant_id,
            tenant=uow.scope.tenant,
            programme=uow.scope.programme,
            region=region,
            profile=profile,
            ready_at=at,
        )
    )
    saved = uow.save(PEOPLE, person)
    if existing is None or existing.state is PersonState.WITHDRAWN:
        await watch(uow, saved)
        await join(uow, saved)
        await keep_apart_from_earlier_partners(uow, saved)
        await bring_along_conflicts(uow, saved)
    elif _gives(saved) != _gives(existing):
        await keep_total(uow, saved)
        await share_places(uow, participant_id)
    await schedule_reviews(uow, saved)
    await withdraw_if_full(uow, participant_id)
    current = await uow.require(PEOPLE, participant_id)
    if current.open_proposals or current.shortlist:
        await _withdraw_forbidden(uow, current)
    if current.free_places > (existing.free_places if existing else 0):
        await newly_free(uow, participant_id)


async def let_go(uow: UnitOfWork, participant_id: str) -> None:
    """Remove somebody who left the programme: proposals are withdrawn, pairings end with a neutral reason."""
    person = await uow.get(PEOPLE, participant_id)
    if person is None:
        return
    uow.save(PEOPLE, person.withdrawn())
    stop_watching(uow, person)
    await withdraw_all_proposals(uow, person)
    for pairing_id in person.active_pairings:
        await end_pairing(uow, pairing_id, PairingEndReason.PARTICIPANT_LEFT)
    await share_places(uow, participant_id)
    await withdraw_if_full(uow, participant_id)


def _gives(person: Person) -> tuple[int, int | None]:
    """Return the numbers of pairings at a time: here, and over all programmes."""
    return person.profile.capacity, person.profile.total_capacity


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RuleBroken(
            "unknown time zone: {name}", code="unknown-time-zone", name=name, field="working_hours.time_zone"
        ) from error


async def _withdraw_forbidden(uow: UnitOfWork, person: Person) -> None:
    """Take back open proposals of a pair that the rules forbid by now (a new manager, a new grade)."""
    if await uow.get(PROGRAMMES, uow.scope.programme) is None:
        return
    listed = (await uow.require(SHORTLISTS, person.shortlist)).proposals if person.shortlist else ()
    for proposal_id in (*person.open_proposals, *listed):
        proposal = await uow.require(PROPOSALS, proposal_id)
        mentor = await uow.require(PEOPLE, proposal.mentor_id)
        mentee = await uow.require(PEOPLE, proposal.mentee_id)
        terms = await current_terms(uow, proposal.id)
        rule = forbidden_by(mentor, mentee, terms)
        if rule:
            await withdraw_proposal(uow, proposal_id, rule)
