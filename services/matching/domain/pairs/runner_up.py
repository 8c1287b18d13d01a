"""The next best mentor of a mentee."""

from pydantic import BaseModel, ConfigDict

from shared.kernel import Identifier


class RunnerUp(BaseModel):
    """The next best mentor for a mentee, of those the rules allow.

    Attributes:
        mentor_id: the mentor's id.
        score: the points that are shown of that pair.
        margin: by how many of these points the pair made is better; below 0 where somebody else got the
            mentor, or sensitive criteria decided.
        taken: whether that mentor has no place left after this round.
    """

    model_config = ConfigDict(frozen=True)

    mentor_id: Identifier
    score: int
    margin: int
    taken: bool
