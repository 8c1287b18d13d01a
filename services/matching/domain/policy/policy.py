"""The policy itself."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.matching.domain.policy.choice import Choice
from services.matching.domain.policy.expression import Expression
from services.matching.domain.policy.following import FallThrough, Following
from services.matching.domain.policy.measure import Measure
from services.matching.domain.policy.objective import Objective
from services.matching.domain.policy.service_level import ServiceLevel
from shared.kernel import Identifier

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Points = Annotated[int, Field(ge=0, le=10_000)]
Purpose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"\S")
]
MOST_PAIRS: Final = 1_000
"""The most pairs of each kind; every version keeps them."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class RuleSetting(_Part):
    """How a published rule is used; rules that are not named are on, with the programme's value.

    Attributes:
        rule: its name.
        on: whether it counts.
        value: the number it turns on; None: the programme's.
    """

    rule: Name
    on: bool = True
    value: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class Condition(_Part):
    """A rule of the coordinator's own.

    Attributes:
        name: what reasons begin with.
        breach: what an excluded pair lacks, in plain words.
        allow: has to hold for a pair to be allowed.
    """

    name: Name
    breach: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    allow: Expression


class Criterion(_Part):
    """One weighted criterion.

    Attributes:
        name: what contributions are called by.
        measure: how the two are compared.
        features: what is compared; several share the weight evenly.
        weight: the points of the best fit.
        purpose: why it is compared, as participants and coordinators read it; sensitive features need one.
    """

    name: Name
    measure: Measure
    features: Annotated[tuple[Name, ...], Field(min_length=1, max_length=5)]
    weight: Points
    purpose: Purpose | None = None


class PairOf(_Part):
    """Two participants, by id."""

    mentor_id: Identifier
    mentee_id: Identifier

    @property
    def both(self) -> tuple[Identifier, Identifier]:
        """The mentor and the mentee."""
        return self.mentor_id, self.mentee_id


class MustPair(PairOf):
    """A pair to be made.

    Attributes:
        despite: conflicts of interest it is made in spite of, by the names of their rules.
    """

    despite: Annotated[tuple[Name, ...], Field(max_length=10)] = ()


class Decisions(_Part):
    """The settings that a coordinator edits as a whole.

    Attributes:
        rules: how published rules are used.
        conditions: rules of the coordinator's own; all of them have to hold.
        criteria: weights add up to 10,000 at most.
        objective: what is optimised.
        choice: whether people choose, and how.
        must_pair: pairs that are made, as soon as both have a free place, whatever the rules say but for
            conflicts of interest they don't name.
        must_not_pair: pairs that are never made.
        following: what happens between rounds.
        service_level: how soon people are to have their first partner.
    """

    rules: Annotated[tuple[RuleSetting, ...], Field(max_length=50)] = ()
    conditions: Annotated[tuple[Condition, ...], Field(max_length=20)] = ()
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=30)] = (
        Criterion(name="topics", measure=Measure.COMPLEMENT, features=("topics",), weight=4400),
        Criterion(name="learning-style", measure=Measure.COMPLEMENT, features=("kind",), weight=1650),
        Criterion(
            name="communication-style",
            measure=Measure.SIMILAR,
            features=("pace", "directness", "formality"),
            weight=1650,
        ),
        Criterion(name="department", measure=Measure.DIFFERENT, features=("department",), weight=1300),
        Criterion(name="shared-hours", measure=Measure.SIMILAR, features=("working-hours",), weight=1000),
    )
    objective: Objective = Objective()
    choice: Choice = Choice()
    must_pair: Annotated[tuple[MustPair, ...], Field(max_length=MOST_PAIRS)] = ()
    must_not_pair: Annotated[tuple[PairOf, ...], Field(max_length=MOST_PAIRS)] = ()
    following: Following = Following()
    service_level: ServiceLevel = ServiceLevel()

    def must_make(self, mentor_id: Identifier, mentee_id: Identifier) -> MustPair | None:
        """Return the entry that wants this pair made, if there is one."""
        pair = (mentor_id, mentee_id)
        return next((one for one in self.must_pair if (one.mentor_id, one.mentee_id) == pair), None)


class Policy(Decisions):
    """One version of a programme's matching policy.

    Attributes:
        number: 0 is the default nobody edited; each change counts one up.
    """

    number: Annotated[int, Field(ge=0)] = 0

    @property
    def follows(self) -> bool:
        """Whether small rounds follow the large ones; not where people choose for themselves only."""
        return self.choice.mode.has_rounds and self.following.fall_through is not FallThrough.OFF


DEFAULT: Final = Policy()
"""The policy of a programme without a decision: all rules, with the programme's values."""
