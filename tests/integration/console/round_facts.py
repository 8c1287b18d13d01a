"""Facts about rounds and proposals, as matching would publish them."""

from collections.abc import Iterator
from datetime import timedelta

from shared.contracts.matching import (
    Contribution,
    FailureCode,
    FailureReason,
    FitCode,
    FitReason,
    PairingActivated,
    ProposalAccepted,
    ProposalApproved,
    ProposalMade,
    RoundCancelled,
    RoundDiscarded,
    RoundFailed,
    RoundPreviewed,
    RoundProgressed,
    RoundProposed,
    RoundRequested,
    Unmatched,
    UnmatchedReason,
)
from shared.contracts.vocabulary import Role
from shared.schema import EventData
from tests.integration.console.console_facts import START


def running_round(round_id: str = "round-1") -> Iterator[EventData]:
    yield RoundRequested(round_id=round_id, number=1, preview=False)
    for matched in (20, 60):
        yield RoundProgressed(
            round_id=round_id,
            step="core",
            passes=1.5,
            matched=matched,
            at_most=100,
            value=500,
            bound=600,
            gap=100,
            seconds=matched / 10,
        )


def ended_rounds() -> Iterator[EventData]:
    for number in range(1, 7):
        yield RoundRequested(round_id=f"round-{number}", number=number, preview=number == 3)
    figures = {"mentors": 9, "mentees": 9, "proposals": 6, "total_score": 4000, "unmatched": ()}
    figures |= {"solver": "dual-prices/1"}
    yield RoundProposed(round_id="round-1", **figures, outcome="optimal", gap=0)
    yield RoundProposed(round_id="round-2", **figures, outcome="time-limit", gap=250, dropped=3)
    yield RoundPreviewed(
        round_id="round-3", pairs=7, total_score=5000, unmatched_people=2, outcome="optimal", gap=0
    )
    yield RoundCancelled(round_id="round-4")
    yield RoundDiscarded(round_id="round-6")
    yield RoundFailed(round_id="round-5", reason=FailureReason(code=FailureCode.RULES_CHANGED))


def round_of(pairs: int, *, round_id: str = "round-1") -> Iterator[EventData]:
    left = tuple(
        Unmatched(
            participant_id=f"mentee-{n}",
            role=Role.MENTEE,
            reason=UnmatchedReason(code="all-taken", eligible=2, others=9),
        )
        for n in range(pairs, pairs + 3)
    )
    yield RoundProposed(
        round_id=round_id,
        mentors=pairs,
        mentees=pairs + 3,
        proposals=pairs,
        total_score=8000 * pairs,
        unmatched=left,
        solver="assignment/1",
    )
    for n in range(pairs):
        yield ProposalMade(
            proposal_id=f"{round_id}-p{n}",
            round_id=round_id,
            mentor_id=f"mentor-{n}",
            mentee_id=f"mentee-{n}",
            score=9000 - n % 40 * 100,
            explanation=(
                Contribution(
                    criterion="topics",
                    points=4000,
                    at_most=5000,
                    reason=FitReason(
                        code=FitCode.TOPICS_OFFERED, features=("topics",), values=("ai",), count=1, of=1
                    ),
                ),
                Contribution(
                    criterion="department",
                    points=1000,
                    at_most=1000,
                    reason=FitReason(code=FitCode.OTHER_VALUE, features=("department",)),
                ),
            ),
        )


def accepted(number: int, *, round_id: str = "round-1") -> Iterator[EventData]:
    mentor, mentee, id_ = f"mentor-{number}", f"mentee-{number}", f"{round_id}-p{number}"
    yield ProposalApproved(
        proposal_id=id_, mentor_id=mentor, mentee_id=mentee, expires_at=START + timedelta(days=3)
    )
    yield ProposalAccepted(proposal_id=id_, by=Role.MENTEE)
    yield ProposalAccepted(proposal_id=id_, by=Role.MENTOR)
    yield activated(number, round_id=round_id)


def activated(number: int, *, round_id: str = "round-1") -> PairingActivated:
    return PairingActivated(
        pairing_id=f"pair-{number}",
        proposal_id=f"{round_id}-p{number}",
        mentor_id=f"mentor-{number}",
        mentee_id=f"mentee-{number}",
        mentor_employee_id=f"e-mentor-{number}",
        mentee_employee_id=f"e-mentee-{number}",
        score=8000,
        mentor_ready_at=START,
        mentee_ready_at=START + timedelta(hours=2),
        activated_at=START + timedelta(days=1 + number % 12),
    )
