"""One pair of the company, from its proposal to its check-ins, as each service stores it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from benchmarks.pages.people import Person, whose
from benchmarks.pages.stored import Stored
from services.console import store as console
from services.console.read_models import proposals as rows
from services.console.read_models.pairings import Pairing as PairingRow
from services.console.read_models.sessions import Session as SessionRow
from services.console.read_models.sessions import SessionState as RowState
from services.enrollment import store as enrollment
from services.enrollment.domain.introduction import Introduction
from services.feedback import store as feedback
from services.feedback.domain import check_in as check_ins
from services.feedback.domain import health_record as records
from services.matching import store as matching
from services.matching.domain.pairs.pairing import activate
from services.matching.domain.pairs.proposal import Proposal, make_proposal
from services.scheduling import store as scheduling
from services.scheduling.domain.calendar import Booking, Calendar
from services.scheduling.domain.hours import Slot
from services.scheduling.domain.planning import Plan
from services.scheduling.domain.series import open_series
from services.scheduling.domain.sessions import Session, SessionState
from services.scheduling.domain.upstream import Programme
from shared.contracts.matching import Contribution, FitCode, FitReason, PairingActivated
from shared.contracts.scheduling import SessionHeld
from shared.contracts.vocabulary import Role

SESSIONS: Final = 6
"""The number of sessions of a pairing; the first was three days ago, the others follow every four weeks."""
CHECK_IN_DAYS: Final = 7
_PAIRED: Final = timedelta(days=10)
_ANSWER_BY: Final = timedelta(days=3)
_WHY: Final = (
    Contribution(
        criterion="topics",
        points=4000,
        at_most=5000,
        reason=FitReason(code=FitCode.TOPICS_OFFERED, features=("topics",), values=("ai",), count=1, of=1),
    ),
    Contribution(
        criterion="department",
        points=1000,
        at_most=1000,
        reason=FitReason(code=FitCode.OTHER_VALUE, features=("department",)),
    ),
)


@dataclass(frozen=True)
class Pair:
    """A mentor and a mentee who are paired."""

    mentor: Person
    mentee: Person
    activated: PairingActivated
    sessions: list[Session]
    check_in_ids: dict[Role, str]


def pair_up(mentor: Person, mentee: Person, programme: Programme, now: datetime) -> tuple[Pair, list[Stored]]:
    """Pair two people; return the pair and all that is stored of it."""
    at = now - _PAIRED
    made = _propose(mentor, mentee, at, at + _ANSWER_BY)
    one, _ = made.accept(Role.MENTEE, at)
    both, _ = one.accept(Role.MENTOR, at)
    pairing, activated = activate(both, mentor.in_matching(), mentee.in_matching(), at)
    sides = (mentor.in_scheduling(), mentee.in_scheduling())
    planned, sessions = open_series(activated, pairing.scope, sides, programme, Plan(_slots(now), ()))
    held = sessions[0].model_copy(update={"state": SessionState.HELD})
    sessions = [held, *sessions[1:]]
    asked = [
        check_ins.request(SessionHeld(**held.fact()), person.in_feedback(), days=CHECK_IN_DAYS, now=now)[0]
        for person in (mentor, mentee)
    ]
    pair = Pair(mentor, mentee, activated, sessions, {each.role: each.id for each in asked})
    stored: list[Stored] = [
        *mentor.stored(pairing.id, mentee.id),
        *mentee.stored(pairing.id, mentor.id),
        ("matching", matching.PROPOSALS, both),
        ("matching", matching.PAIRINGS, pairing),
        ("enrollment", enrollment.INTRODUCTIONS, _introduction(both, ended=True)),
        ("enrollment", enrollment.INTRODUCTIONS, _paired(activated)),
        ("scheduling", scheduling.SERIES, planned.session_held()),
        *(("scheduling", scheduling.SESSIONS, session) for session in sessions),
        *_calendars(pair),
        ("feedback", feedback.HEALTH_RECORDS, _record(pair)),
        *(("feedback", feedback.CHECK_INS, each) for each in asked),
        ("console", console.PROPOSALS, _row(both)),
        ("console", console.PAIRINGS, _pairing_row(pair)),
        *(("console", console.SESSIONS, _session_row(session)) for session in sessions),
    ]
    return pair, stored


def ask(mentor: Person, mentee: Person, now: datetime) -> Iterator[Stored]:
    """Propose a mentor to a mentee, and ask both; neither has answered."""
    asked = _propose(mentor, mentee, now, now + _ANSWER_BY)
    yield "matching", matching.PROPOSALS, asked
    yield "enrollment", enrollment.INTRODUCTIONS, _introduction(asked, ended=False)
    yield "console", console.PROPOSALS, _row(asked)


def waiting_proposal_id(mentor: Person, mentee: Person, now: datetime) -> str:
    """Return the id of the proposal that `ask` makes."""
    return _propose(mentor, mentee, now, now + _ANSWER_BY).id


def _propose(mentor: Person, mentee: Person, at: datetime, expires_at: datetime) -> Proposal:
    made, _ = make_proposal(
        "round-1", mentor.in_matching(), mentee.in_matching(), score=8000, explanation=_WHY, at=at
    )
    return made.approve(at, expires_at)[0]


def _introduction(proposal: Proposal, *, ended: bool) -> Introduction:
    return Introduction(
        id=proposal.id,
        **whose(),
        mentor_id=proposal.mentor_id,
        mentee_id=proposal.mentee_id,
        paired=False,
        expires_at=proposal.expires_at,
        ended=ended,
    )


def _paired(pairing: PairingActivated) -> Introduction:
    two = {"mentor_id": pairing.mentor_id, "mentee_id": pairing.mentee_id}
    return Introduction(id=pairing.pairing_id, **whose(), **two, paired=True)


def _slots(now: datetime) -> list[Slot]:
    first = (now - timedelta(days=3)).replace(hour=10, minute=0, second=0, microsecond=0)
    starts = [first + timedelta(weeks=4 * number) for number in range(SESSIONS)]
    return [Slot(starts_at=each, ends_at=each + timedelta(hours=1)) for each in starts]


def _calendars(pair: Pair) -> Iterator[Stored]:
    ahead = tuple(
        Booking(session_id=each.id, starts_at=each.starts_at, ends_at=each.ends_at)
        for each in pair.sessions[1:]
    )
    for person in (pair.mentor, pair.mentee):
        calendar = Calendar(id=person.employee.id, tenant=person.employee.tenant, bookings=ahead)
        yield "scheduling", scheduling.CALENDARS, calendar


def _record(pair: Pair) -> records.HealthRecord:
    opened = records.start(
        pair.mentor.participant.scope, pair.activated.pairing_id, pair.mentor.id, pair.mentee.id
    )
    record = opened.activate(pair.activated)
    for session in pair.sessions:
        planned = records.SessionState(session.state.value)
        record = record.record_session(SessionHeld(**session.fact()), planned)
    return record


def _row(proposal: Proposal) -> rows.Proposal:
    return rows.Proposal(
        id=proposal.id,
        **whose(),
        round_id="round-1",
        mentor_id=proposal.mentor_id,
        mentee_id=proposal.mentee_id,
        score=proposal.score,
        explanation=proposal.explanation,
        state=rows.ProposalState(proposal.state.value),
        accepted_by=proposal.accepted_by,
        expires_at=proposal.expires_at,
    )


def _pairing_row(pair: Pair) -> PairingRow:
    held = pair.sessions[0]
    row = PairingRow(id=pair.activated.pairing_id, **whose()).activated(pair.activated)
    return row.met(held.ends_at, at=held.ends_at)


def _session_row(session: Session) -> SessionRow:
    return SessionRow(
        id=session.id,
        **whose(),
        pairing_id=session.pairing_id,
        mentor_id=session.mentor.participant_id,
        mentee_id=session.mentee.participant_id,
        number=session.number,
        starts_at=session.starts_at,
        state=RowState(session.state.value),
    )
