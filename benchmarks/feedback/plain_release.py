"""The same figures as somebody would compute them with pandas, from the same documents."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from pymongo import MongoClient

from shared.runtime.mongo import CODEC, Document

_SMALLEST: Final = 8
_DECAY: Final = np.exp(-1)
_LEVELS: Final = np.arange(1, 6)


@dataclass(frozen=True)
class PlainFigure:
    """The figures of a question, in total or of a region."""

    votes: int
    mean: float
    favourable: float
    unfavourable: float


Plain = dict[tuple[str, str], PlainFigure]
"""Figures by question and region; of everybody, the region is ``all``."""


def plain_release(mongo_uri: str, database: str) -> tuple[Plain, float]:
    """Read everything into memory; return figures, and the response rate in percent."""
    client: MongoClient[Document] = MongoClient(mongo_uri)
    own = client.get_database(database, codec_options=CODEC)
    chance = np.random.default_rng()
    figures = _figures(pd.DataFrame(list(own["pending"].find({}, {"_id": 0}))), chance)
    rate = _rate(pd.DataFrame(list(own["respondents"].find({}, {"_id": 0}))), chance)
    client.close()
    return figures, rate


def _figures(answers: pd.DataFrame, chance: np.random.Generator) -> Plain:
    answers["question"] = answers["asked"].map(lambda asked: asked["question"])
    answers["category"] = answers["blocks"].map(lambda blocks: blocks["region"])
    answers["vote"] = np.floor(answers["levels"] / answers["answers"] + chance.random(len(answers))).astype(
        int
    )
    counts = answers.pivot_table(
        index=["question", "category"], columns="vote", values="employee_id", aggfunc="count", fill_value=0
    ).reindex(columns=_LEVELS, fill_value=0)
    counts = counts[counts.sum(axis=1) >= _SMALLEST]
    blurred = counts + _noise(counts.shape, chance)
    totals = blurred.groupby(level="question").sum()
    sizes = counts.groupby(level="question").sum().sum(axis=1)
    figures = {(question, "all"): _figure(row, sizes[question]) for question, row in totals.iterrows()}
    return figures | {key: _figure(row, counts.loc[key].sum()) for key, row in blurred.iterrows()}


def _figure(counts: pd.Series, votes: int) -> PlainFigure:
    shares = counts / counts.sum()
    return PlainFigure(
        int(votes),
        float(shares @ _LEVELS),
        100 * float(shares[4] + shares[5]),
        100 * float(shares[1] + shares[2]),
    )


def _rate(respondents: pd.DataFrame, chance: np.random.Generator) -> float:
    share = respondents["times_answered"] / respondents["times_asked"]
    answered = (chance.random(len(share)) < share).sum() + _noise((1,), chance)[0]
    return float(100 * answered / len(share))


def _noise(shape: Any, chance: np.random.Generator) -> Any:
    return chance.geometric(1 - _DECAY, shape) - chance.geometric(1 - _DECAY, shape)
