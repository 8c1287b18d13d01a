"""The part of a round that a coordinator may see; totals are over that part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.matching.domain.eligibility.rules.declared_conflict import RULE as DECLARED
from services.matching.domain.eligibility.rules.do_not_match import RULE as DO_NOT_MATCH
from services.matching.domain.rounds.adjustment import Adjustment
from services.matching.domain.rounds.parts import Progress, RoundOptions
from services.matching.domain.rounds.results.must_pair_missed import MustPairMissed
from services.matching.domain.rounds.results.unmatched import UnmatchedPerson
from services.matching.domain.rounds.round import Round
from services.matching.domain.rounds.what_if import WhatIf
from services.matching.queries.policy import seen_decisions
from services.matching.queries.relations import Relations, relations_of
from services.matching.queries.round_chunks import concealed_pairs, concealed_people
from services.matching.store import PROPOSALS
from shared.contracts.matching import UnmatchedCode, UnmatchedReason
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork
from shared.runtime.mongo import Document

NOT_SHOWN: Final = UnmatchedReason(code=UnmatchedCode.NOT_SHOWN)
"""Takes the place of a reason that could reveal something about a pair of the reader's own."""
_CONFIDENTIAL: Final = (DECLARED.name, DO_NOT_MATCH.name)


@dataclass(frozen=True)
class SeenRound:
    """A round, and what is concealed of it.

    Attributes:
        whole: the round.
        relations: of the reader.
        proposals: how many of its proposals are concealed.
        points: theirs; of a what-if, those of its concealed pairs.
        unmatched: how many of its unmatched people are concealed.
    """

    whole: Round
    relations: Relations
    proposals: int = 0
    points: int = 0
    unmatched: int = 0

    @property
    def in_part(self) -> bool:
        """Whether concealed people may have taken part, so that figures over all pairs would reveal them."""
        return self.whole.may_take_in(self.relations.concealed)

    @property
    def options(self) -> RoundOptions:
        """The options of the computation, without concealed people and pairs."""
        options, relations = self.whole.options, self.relations
        people = options.people and tuple(id_ for id_ in options.people if not relations.conceal(id_))
        policy = options.policy and seen_decisions(relations, options.policy)
        return options.model_copy(update={"people": people, "policy": policy})

    @property
    def what_if(self) -> WhatIf | None:
        """The what-if it computes, without concealed pairs."""
        what_if = self.whole.what_if
        if what_if is None:
            return None
        change = Adjustment(
            make=tuple(self.relations.visible(what_if.adjustment.make)),
            forbid=tuple(self.relations.visible(what_if.adjustment.forbid)),
        )
        return what_if.model_copy(update={"adjustment": change})

    @property
    def progress(self) -> Progress | None:
        """The progress; its quality only if nobody is concealed."""
        progress = self.whole.progress
        if progress is None or not self.in_part:
            return progress
        return Progress(step=progress.step, percent=progress.percent, seconds=progress.seconds)

    def shows(self, pair: MustPairMissed) -> bool:
        """Return whether a pair of it may be seen."""
        return not self.relations.conceal(pair.mentor_id, pair.mentee_id)


def seen_person(person: UnmatchedPerson, round_: Round, relations: Relations) -> UnmatchedPerson:
    """Return an unmatched person; the reason reveals no pair with the reader."""
    return person.model_copy(
        update=_VEILED if _is_veiled(person.role, person.reason, round_, relations) else {}
    )


def seen_reason(role: Role, reason: UnmatchedReason, round_: Round, relations: Relations) -> UnmatchedReason:
    """Return the reason why a person is unmatched, as far as the reader may know it."""
    return NOT_SHOWN if _is_veiled(role, reason, round_, relations) else reason


_VEILED: Final = {"reason": NOT_SHOWN, "eligible": None, "would": ()}


def _is_veiled(role: Role, reason: UnmatchedReason, round_: Round, relations: Relations) -> bool:
    """Return whether a reason could reveal a pair with the reader, or what a partner of theirs declared."""
    if round_.may_take_in(relations.own) and role.other in relations.roles:
        return True
    return round_.may_take_in(relations.concealed) and reason.rule in _CONFIDENTIAL


async def see_one(uow: UnitOfWork, employee_id: str | None, round_: Round) -> SeenRound:
    """Return one round as this coordinator may see it."""
    return (await see(uow, await relations_of(uow, employee_id), [round_]))[0]


async def see(uow: UnitOfWork, relations: Relations, rounds: Sequence[Round]) -> list[SeenRound]:
    """Return rounds as somebody with these relations may see them."""
    if not relations.concealed:
        return [SeenRound(round_, relations) for round_ in rounds]
    what_ifs = await concealed_pairs(uow, [each for each in rounds if each.options.preview], relations)
    people = await concealed_people(uow, rounds, relations)
    scores = await _scores(uow, rounds, relations)
    return [
        SeenRound(
            round_,
            relations,
            proposals=len(scores.get(round_.id, ())),
            points=sum(scores.get(round_.id, ())) + what_ifs.get(round_.id, 0),
            unmatched=people.get(round_.id, 0),
        )
        for round_ in rounds
    ]


async def _scores(uow: UnitOfWork, rounds: Sequence[Round], relations: Relations) -> dict[str, list[int]]:
    """Return the points of each round's concealed proposals.

    Those its latest computation has made or kept.
    """
    began = {round_.id: round_.requested_at for round_ in rounds}
    query = {"round_id": {"$in": list(began)}, **relations.of_concealed_pairs()}
    shown: Document = {"_id": 0, "round_id": 1, "score": 1, "made_at": 1, "locked": 1}
    scores: dict[str, list[int]] = {}
    for row in await uow.aggregate(PROPOSALS, [{"$project": shown}], query):
        if row["locked"] or row["made_at"] >= began[row["round_id"]]:
            scores.setdefault(row["round_id"], []).append(row["score"])
    return scores
