"""The pairs and the unmatched participants of a round, as pages show them."""

from services.console.clients.matching.rounds import RelaxationStep
from services.console.clients.response import ListResponse, Response
from shared.contracts.matching import Contribution, UnmatchedReason


class RunnerUp(Response):
    """The next best mentor for a mentee."""

    mentor_id: str | None = None
    score: int
    margin: int
    taken: bool


class Pair(Response):
    """A pair as computed."""

    mentor_id: str
    mentee_id: str
    score: int
    explanation: tuple[Contribution, ...] = ()
    runner_up: RunnerUp | None = None

    @property
    def people(self) -> list[str]:
        """The ids of the participants that the page names."""
        named = self.runner_up.mentor_id if self.runner_up else None
        return [self.mentor_id, self.mentee_id, *([named] if named else [])]


class Relaxation(Response):
    """The effect of relaxing one rule on a participant; ``matched`` is None if it was not computed."""

    step: RelaxationStep
    eligible: int
    matched: bool | None = None


class UnmatchedPerson(Response):
    """A participant without a pair, with the reason."""

    participant_id: str
    role: str
    reason: UnmatchedReason
    eligible: int | None = None
    would: tuple[Relaxation, ...] = ()


class Pairs(ListResponse[Pair]):
    """A page of pairs."""


class ProposedPair(Pair):
    """A proposal made of a pair."""

    id: str
    state: str
    locked: bool = False


class ProposedPairs(ListResponse[ProposedPair]):
    """A page of proposals."""


class UnmatchedPeople(ListResponse[UnmatchedPerson]):
    """A page of unmatched people."""
