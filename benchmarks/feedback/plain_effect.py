"""The same comparison as somebody would write it with pandas, from the same documents."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pymongo import MongoClient
from scipy.optimize import brentq
from scipy.stats import nchypergeom_fisher, norm
from statsmodels.stats.proportion import proportion_confint

from benchmarks.feedback.organisation import STARTS_ON
from shared.runtime.mongo import CODEC, Document

_SINCE = pd.Timestamp(STARTS_ON) + pd.Timedelta(days=28)


@dataclass(frozen=True)
class Plain:
    """The figures of one outcome."""

    difference: float
    low: float
    high: float
    e_value: float
    gamma: float


def plain_effect(mongo_uri: str, database: str) -> dict[str, Plain]:
    """Read everything into memory, and compare by outcome."""
    client: MongoClient[Document] = MongoClient(mongo_uri)
    people = _people(client.get_database(database, codec_options=CODEC))
    client.close()
    keys = ["grades", "times", "region", "department"]
    return {outcome: _compare(people, keys, outcome) for outcome in ("stayed", "promoted")}


def _people(database: Any) -> pd.DataFrame:
    fields = {"_id": 0, "id": 1, "grade": 1, "hired_on": 1, "left": 1, "positions": 1}
    employees = pd.DataFrame(list(database["employees"].find({}, fields)))
    joined = pd.DataFrame(list(database["participants"].find({}, {"_id": 0, "employee_id": 1})))
    positions = employees[["id", "positions"]].explode("positions")
    then = pd.DataFrame(positions["positions"].tolist())
    then["id"] = positions["id"].to_numpy()
    then["since"] = pd.to_datetime(then["since"])
    then = then[then["since"] <= _SINCE].sort_values("since").groupby("id").last()
    people = employees.drop(columns="positions").merge(then, on="id", suffixes=("_now", ""))
    people["took_part"] = people["id"].isin(joined["employee_id"])
    years = ((_SINCE - pd.to_datetime(people["hired_on"])).dt.days / 365.25).astype(int)
    people["grades"] = (people["grade"] - 1) // 3
    people["times"] = np.searchsorted([1, 3, 7], years, side="right")
    for name, number in (("region", 3), ("department", 5)):
        sizes = people[name].value_counts().reset_index()
        largest = sizes.sort_values(["count", name], ascending=[False, True])[name].head(number)
        people[name] = people[name].where(people[name].isin(largest), "")
    people["stayed"], people["promoted"] = ~people["left"], people["grade_now"] > people["grade"]
    return people


def _compare(people: pd.DataFrame, keys: list[str], outcome: str) -> Plain:
    table = people.pivot_table(outcome, keys, "took_part", aggfunc=["size", "sum"], fill_value=0)
    n1, x1 = table["size"][True].to_numpy(), table["sum"][True].to_numpy()
    n0, x0 = table["size"][False].to_numpy(), table["sum"][False].to_numpy()
    both = (n1 > 0) & (n0 > 0)
    n1, x1, n0, x0 = n1[both], x1[both], n0[both], x0[both]
    weights = n1 / n1.sum()
    p1, p0, effective = x1.sum() / n1.sum(), (weights * x0 / n0).sum(), 1 / (weights**2 / n0).sum()
    l1, u1 = proportion_confint(p1 * n1.sum(), n1.sum(), method="wilson")
    l0, u0 = proportion_confint(p0 * effective, effective, method="wilson")
    low, high = p1 - p0 - np.hypot(p1 - l1, u0 - p0), p1 - p0 + np.hypot(u1 - p1, p0 - l0)
    nearer, risk = (low, p0) if p0 <= 1 / 2 else (-low, 1 - p0)
    ratio = max((risk + nearer) / risk, risk / (risk + nearer))

    def surplus(gamma: float) -> float:
        mean, variance = nchypergeom_fisher.stats(n1 + n0, x1 + x0, n1, gamma)
        return float(norm.sf((x1.sum() - mean.sum() - 0.5) / np.sqrt(variance.sum()))) - 0.025

    return Plain(
        100 * (p1 - p0),
        100 * low,
        100 * high,
        ratio + np.sqrt(ratio * (ratio - 1)),
        brentq(surplus, 1.0, 10.0, xtol=1e-3),
    )
