"""The sessions of a series: planned at first and after a pause, cancelled in a pause and at the end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from services.scheduling.commands import timers
from services.scheduling.commands.bookings import release
from services.scheduling.domain.hours import day_starts_at, find_zone
from services.scheduling.domain.planning import Plan, plan_series
from services.scheduling.domain.series import Series, make_sessions, open_series
from services.scheduling.domain.sessions import Session, SessionState
from services.scheduling.domain.upstream import Participant, Programme
from services.scheduling.queries.bookings import calendar_of, pair_of
from services.scheduling.store import CALENDARS, PARTICIPANTS, PROGRAMMES, SERIES, SESSIONS
from shared.contracts.matching import PairingActivated
from shared.contracts.scheduling import CancelReason
from shared.messaging import UnitOfWork


async def begin(uow: UnitOfWork, pairing: PairingActivated) -> None:
    """Plan the sessions of a pairing, up to its last day.

    Raises:
        NotFound: the programme or one of the two is unknown yet; the event waits.
    """
    programme, people = await _people_of(uow, pairing.mentor_id, pairing.mentee_id)
    last_day = programme.last_day_of(pairing.activated_at.date(), programme.rules.pairing_weeks)
    since = max(pairing.activated_at, uow.now)
    plan = await _plan(uow, programme, people, since=since, last_day=last_day)
    series, sessions = open_series(pairing, uow.scope, people, programme, plan)
    uow.save(SERIES, series, series.planned())
    await _book(uow, programme, people, sessions)


async def pause(uow: UnitOfWork, pairing_id: str, until: datetime | None) -> None:
    """Cancel the sessions in a pause, and plan none in it; this counts as nobody's cancellation."""
    series = await uow.require(SERIES, pairing_id)
    paused = uow.save(SERIES, series.pause(until))
    coming = [each for each in await _coming(uow, series) if paused.rests_at(each.starts_at)]
    await cancel_all(uow, coming, CancelReason.PAIRING_PAUSED)


async def resume(uow: UnitOfWork, pairing_id: str) -> None:
    """Plan sessions for the time up to the next one, or up to the last day of the pairing."""
    series = await uow.require(SERIES, pairing_id)
    if not series.paused:
        return
    programme, people = await _people_of(uow, series.mentor_id, series.mentee_id)
    last_day = series.last_day(programme)
    for session in (await _coming(uow, series))[:1]:
        last_day = session.starts_at.date() - timedelta(weeks=programme.rules.cadence_weeks)
    plan = await _plan(uow, programme, people, since=uow.now, last_day=last_day)
    sessions = make_sessions(series.id, series.scope, people, programme, plan, after=len(series.session_ids))
    resumed = series.resume(sessions, plan.unplaced)
    uow.save(SERIES, resumed, *([resumed.planned()] if sessions or plan.unplaced else []))
    await _book(uow, programme, people, sessions)


async def cancel_all(uow: UnitOfWork, sessions: Sequence[Session], reason: CancelReason) -> None:
    """Cancel sessions that neither of the two called off."""
    for session in sessions:
        cancelled, fact = session.cancel(by=None, reason=reason, now=uow.now)
        timers.clear_timers(uow, session)
        await release(uow, session)
        uow.save(SESSIONS, cancelled, fact)


async def end(uow: UnitOfWork, series: Series) -> None:
    """Cancel the sessions that have not started; those that have can still be reported."""
    await cancel_all(uow, await _coming(uow, series), CancelReason.PAIRING_ENDED)


async def _coming(uow: UnitOfWork, series: Series) -> list[Session]:
    """Return the planned sessions that have not started, the next one first."""
    sessions = [await uow.require(SESSIONS, session_id) for session_id in series.session_ids]
    planned = [each for each in sessions if each.state is SessionState.PLANNED and each.starts_at > uow.now]
    return sorted(planned, key=lambda session: session.starts_at)


async def _people_of(
    uow: UnitOfWork, mentor_id: str, mentee_id: str
) -> tuple[Programme, tuple[Participant, Participant]]:
    programme = await uow.require(PROGRAMMES, uow.scope.programme)
    mentor = await uow.require(PARTICIPANTS, mentor_id)
    return programme, (mentor, await uow.require(PARTICIPANTS, mentee_id))


async def _plan(
    uow: UnitOfWork,
    programme: Programme,
    people: tuple[Participant, Participant],
    *,
    since: datetime,
    last_day: date,
) -> Plan:
    """Find times; the first is late enough to be moved, and not before the programme."""
    mentee = people[1]
    pair = await pair_of(uow, *people, programme, last_day=last_day)
    opens_at = day_starts_at(programme.starts_on, find_zone(mentee.working_hours.time_zone))
    return plan_series(pair, earliest=max(since + timedelta(hours=programme.rules.notice_hours), opens_at))


async def _book(
    uow: UnitOfWork,
    programme: Programme,
    people: tuple[Participant, Participant],
    sessions: Sequence[Session],
) -> None:
    for person in people:
        calendar = await calendar_of(uow, person.employee_id)
        for session in sessions:
            calendar = calendar.book(session.id, session.slot, now=uow.now)
        uow.save(CALENDARS, calendar)
    for session in sessions:
        uow.save(SESSIONS, session, session.planned())
        timers.set_timers(uow, session, programme.rules)
