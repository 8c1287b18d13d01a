"""Sponsors: coordinators name and revoke them, the person named answers and can step down."""

from services.enrollment.domain.sponsorship import Colleague, Sponsorship, check_sponsor, name_sponsor
from services.enrollment.queries.people_named import find_person
from services.enrollment.queries.reporting_lines import load_with_lines
from services.enrollment.queries.sponsors import require_pairing
from services.enrollment.store import PARTICIPANTS, SPONSORSHIPS
from shared.contracts.enrollment import AppointmentEnding
from shared.kernel import Conflict, NotFound
from shared.messaging import UnitOfWork


async def name(uow: UnitOfWork, pairing_id: str, person: str, coordinator_id: str | None) -> Sponsorship:
    """Name the sponsor of a pairing; the same person again changes nothing.

    Args:
        uow: of the programme.
        pairing_id: which pairing.
        person: the mail address or the employee id of the person to be asked.
        coordinator_id: the coordinator as an employee; None for one who is none.

    Raises:
        NotFound: there is no such active pairing that the coordinator may know of.
        RuleBroken: nobody has this address or id, or the person can't be the sponsor.
        Conflict: somebody else is asked, or is the sponsor.
    """
    pairing = await require_pairing(uow, pairing_id, coordinator_id)
    sponsor = await find_person(uow, person)
    earlier = await uow.get(SPONSORSHIPS, pairing_id)
    if earlier and earlier.is_open:
        if earlier.employee_id == sponsor.id:
            return earlier
        raise Conflict("somebody is named already", code="sponsor-named-already")
    named = name_sponsor(pairing, earlier, sponsor.id, uow.now)
    await _check(uow, named)
    return uow.save(SPONSORSHIPS, named, named.named())


async def answer(uow: UnitOfWork, pairing_id: str, employee_id: str, *, accepts: bool) -> None:
    """Accept, decline, or step down later; the same again changes nothing.

    Raises:
        NotFound: the employee was not named for such a pairing.
        RuleBroken: their reporting line has changed, so that they can no longer accept.
        Conflict: it is over, so that they can no longer accept.
    """
    sponsorship = await uow.get(SPONSORSHIPS, pairing_id)
    if sponsorship is None or sponsorship.employee_id != employee_id:
        raise NotFound(f"no such pairing: {pairing_id}")
    if not accepts:
        return _end(uow, sponsorship, sponsorship.give_up())
    accepted, events = sponsorship.take_on()
    if events:
        await _check(uow, sponsorship)
        uow.save(SPONSORSHIPS, accepted, *events)
    return None


async def revoke(uow: UnitOfWork, pairing_id: str, coordinator_id: str | None) -> None:
    """Name nobody; while nobody is named, this changes nothing.

    Raises:
        NotFound: there is no such active pairing that the coordinator may know of.
    """
    await require_pairing(uow, pairing_id, coordinator_id)
    await end(uow, pairing_id, AppointmentEnding.REVOKED)


async def end(uow: UnitOfWork, pairing_id: str, ending: AppointmentEnding) -> None:
    """End the sponsorship of a pairing, if there is one."""
    sponsorship = await uow.get(SPONSORSHIPS, pairing_id)
    if sponsorship:
        _end(uow, sponsorship, ending)


def _end(uow: UnitOfWork, sponsorship: Sponsorship, ending: AppointmentEnding) -> None:
    ended, events = sponsorship.finish(ending)
    if events:
        uow.save(SPONSORSHIPS, ended, *events)


async def _check(uow: UnitOfWork, sponsorship: Sponsorship) -> None:
    mentor = await uow.require(PARTICIPANTS, sponsorship.mentor_id)
    mentee = await uow.require(PARTICIPANTS, sponsorship.mentee_id)
    ids = [sponsorship.employee_id, mentor.employee_id, mentee.employee_id]
    people = await load_with_lines(uow, ids)
    check_sponsor(*(Colleague(*people[id_]) for id_ in ids))
