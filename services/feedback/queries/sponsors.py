"""The sponsors who may get a concern: none near a partner of the reporter, none whose line is unknown."""

from services.feedback.domain.concern import OPEN, Concern, Handled
from services.feedback.domain.sponsor import MOST_SPONSORS, Sponsor
from services.feedback.queries.access import outside_pairs
from services.feedback.queries.participants import participants_of, records_of
from services.feedback.store import CONCERNS, SPONSORS
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork

_LOOKED_AT = 20
"""The most sponsors of other pairings to be considered: some of them are far enough from any partner."""


def sponsor_id_of(uow: UnitOfWork, employee_id: str) -> str:
    """Return the id that an employee has as a sponsor in the programme."""
    return uow.keyed_id("sponsor", uow.scope.tenant, uow.scope.programme, employee_id)


async def next_sponsor(uow: UnitOfWork, concern: Concern) -> tuple[Sponsor, Handled] | None:
    """Return the sponsor whose turn it is: a mentor's own one first, then one of another pairing.

    A mentee's concern never goes to the sponsor of their own pairing, who is there for the mentor, and
    whom the mentee does not know. None: it has gone to as many as it may, or there is nobody left.
    """
    if concern.sponsors >= MOST_SPONSORS:
        return None
    people = await participants_of(uow, concern.employee_id)
    own = {record.id for record in await records_of(uow, people)}
    as_mentor = {record.id for record in await records_of(uow, [p for p in people if p.role is Role.MENTOR])}
    about = {concern.pairing_id} if concern.pairing_id else own
    named = {"pairing_ids": {"$in": sorted(about & as_mentor)}}
    for sponsor in await _allowed(uow, concern, await uow.find(SPONSORS, named, sort=[("id", 1)])):
        return sponsor, Handled.SPONSOR
    others = [each for each in await _some(uow, concern.id) if own.isdisjoint(each.pairing_ids)]
    for sponsor in await _allowed(uow, concern, others):
        return sponsor, Handled.OTHER_SPONSOR
    return None


async def _some(uow: UnitOfWork, after: str) -> list[Sponsor]:
    """Return some who sponsor a pairing; whom, differs by concern, so that not all go to the same."""
    active = {"pairing_ids.0": {"$exists": True}}
    later = await uow.find(SPONSORS, {**active, "id": {"$gt": after}}, sort=[("id", 1)], limit=_LOOKED_AT)
    earlier = await uow.find(SPONSORS, {**active, "id": {"$lte": after}}, sort=[("id", 1)], limit=_LOOKED_AT)
    return [*later, *earlier]


async def _allowed(uow: UnitOfWork, concern: Concern, sponsors: list[Sponsor]) -> list[Sponsor]:
    """Return those who may read the concern and have not had it."""
    had = {*concern.passed, concern.handler_id}
    left = [each for each in sponsors if each.id not in had and each.line is not None]
    if not left:
        return []
    pairs = await outside_pairs(uow, [each.employee_id for each in left], [concern.employee_id])
    return [each for each in left if (each.employee_id, concern.employee_id) in pairs]


async def may_still_handle(uow: UnitOfWork, concern: Concern) -> bool:
    """Return whether the sponsor who handles a concern may still read it."""
    sponsor = await uow.get(SPONSORS, concern.handler_id) if concern.handler_id else None
    if sponsor is None:
        return False
    pairs = await outside_pairs(uow, [sponsor.employee_id], [concern.employee_id])
    return (sponsor.employee_id, concern.employee_id) in pairs


async def waiting_alerts(uow: UnitOfWork, employee_id: str) -> list[Concern]:
    """Return the concerns that wait for an employee as a sponsor, and that they may still read."""
    handled = {"handler_id": sponsor_id_of(uow, employee_id), "concern_state": {"$in": sorted(OPEN)}}
    waiting = [each for each in await uow.find(CONCERNS, handled) if each.waits_for_handler]
    if not waiting:
        return []
    pairs = await outside_pairs(uow, [employee_id], sorted({each.employee_id for each in waiting}))
    return [each for each in waiting if (employee_id, each.employee_id) in pairs]
