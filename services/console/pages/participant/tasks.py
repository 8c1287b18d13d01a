"""The tasks of a participant, in the order of due dates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.console.clients.certificates import Farewells
from services.console.clients.enrollment import Entry
from services.console.clients.feedback import OpenQuestions
from services.console.clients.scheduling import OwnSession, OwnSessions
from services.console.queries.own import Named, Participation
from services.console.read_models.pairings import SponsorState
from services.console.read_models.people import DelegateState, PersonState
from services.console.read_models.proposals import Proposal


class TaskKind(StrEnum):
    """The kind of a task; the template has the sentence for each."""

    ANSWER_PROPOSAL = "answer-proposal"
    CHOOSE_PARTNER = "choose-partner"
    ANSWER_CHECK_IN = "answer-check-in"
    ANSWER_PULSE = "answer-pulse"
    FIRST_CONTACT = "first-contact"
    AGREE = "agree"
    GET_READY = "get-ready"
    TRAIN = "train"
    JOIN = "join"
    INVITATION = "invitation"
    SPONSOR = "sponsor"
    DELEGATE = "delegate"
    ALERT = "alert"
    STAY_IN_TOUCH = "stay-in-touch"


@dataclass(frozen=True)
class Task:
    """One act that waits for the participant.

    Attributes:
        kind: which act.
        path: of the page where it is done, below the programme's.
        until: when it is due at the latest; None if there is no such time.
        about: the time of the session that it is about, if it is about one.
    """

    kind: TaskKind
    path: str
    until: datetime | None = None
    about: datetime | None = None


def tasks_of(
    now: datetime,
    participation: Participation,
    proposals: list[Proposal],
    questions: OpenQuestions | None,
    entry: Entry | None,
    shown: Sequence[Proposal],
    named: Named,
    farewells: Farewells | None = None,
    *,
    coordinates: bool = False,
) -> list[Task]:
    """Return all tasks, those first that are due first; then those without a due date.

    Coordinators have a page for all concerns that they handle.
    """
    tasks = [
        *_proposals(proposals),
        *_choice(shown),
        *_questions(questions),
        *_own(participation),
        *_places(now, entry),
        *_appointments(named),
        *_alerts(None if coordinates else questions),
        *_farewells(farewells),
    ]
    return sorted(tasks, key=lambda task: (task.until is None, task.until or now))


def ahead(now: datetime, sessions: OwnSessions | None) -> list[OwnSession]:
    """Return the planned sessions that are not over, the next one first."""
    return [session for session in sessions.items if session.ends_at > now] if sessions else []


def _proposals(proposals: list[Proposal]) -> Iterator[Task]:
    for proposal in proposals:
        yield Task(TaskKind.ANSWER_PROPOSAL, f"proposals/{proposal.id}", proposal.expires_at)


def _choice(shown: Sequence[Proposal]) -> Iterator[Task]:
    if shown:
        yield Task(TaskKind.CHOOSE_PARTNER, "shortlist", shown[0].expires_at)


def _questions(questions: OpenQuestions | None) -> Iterator[Task]:
    for check_in in questions.check_ins if questions else ():
        path = f"check-ins/{check_in.check_in_id}"
        yield Task(TaskKind.ANSWER_CHECK_IN, path, check_in.due_at, check_in.session_ended_at)
    for pulse in questions.pulses if questions else ():
        yield Task(TaskKind.ANSWER_PULSE, f"pulses/{pulse.pulse_id}", pulse.due_at)


def _places(now: datetime, entry: Entry | None) -> Iterator[Task]:
    application = entry.application if entry else None
    until = application.expires_at if application and application.state == "offered" else None
    if until and until > now:
        yield Task(TaskKind.JOIN, "join", until)
    invitation = entry.invitation if entry else None
    if invitation and invitation.state == "open" and invitation.expires_at > now:
        yield Task(TaskKind.INVITATION, "join", invitation.expires_at)


def _appointments(named: Named) -> Iterator[Task]:
    if any(pairing.sponsor is SponsorState.ASKED for pairing in named.sponsored):
        yield Task(TaskKind.SPONSOR, "sponsorships")
    if any(executive.delegate is DelegateState.ASKED for executive in named.delegated):
        yield Task(TaskKind.DELEGATE, "delegations")


def _alerts(questions: OpenQuestions | None) -> Iterator[Task]:
    if questions and questions.alerts:
        due = (each.acknowledge_by for each in questions.alerts if each.acknowledge_by)
        yield Task(TaskKind.ALERT, "alerts", min(due, default=None))


def _farewells(farewells: Farewells | None) -> Iterator[Task]:
    """Answer whether to stay in touch: a task until the first answer, however many pairings it is about."""
    open_ = (
        [each for each in farewells.items if each.agrees is None and not each.in_touch] if farewells else []
    )
    if open_:
        yield Task(
            TaskKind.STAY_IN_TOUCH, "end", min((e.asked_until for e in open_ if e.asked_until), default=None)
        )


def _own(participation: Participation) -> Iterable[Task]:
    if participation.to_contact:
        yield Task(TaskKind.FIRST_CONTACT, "partner")
    person, programme = participation.person, participation.programme
    if programme.is_over:
        return
    if person and person.consent_due:
        yield Task(TaskKind.AGREE, "terms")
    if not programme.matches:
        return
    if person and person.state is PersonState.ENROLLED:
        yield Task(TaskKind.GET_READY, "programme")
    if person and person.state is not PersonState.WITHDRAWN and not person.trained:
        yield Task(TaskKind.TRAIN, "training")
