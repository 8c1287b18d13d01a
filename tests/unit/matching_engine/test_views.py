"""Pairs that a view leaves out."""

import numpy as np

from benchmarks.matching.population import population
from services.matching.engine.core.graph import Graph
from services.matching.engine.market import market
from services.matching.engine.problem import checked


def pairs(starts, columns):
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def test_a_view_without_what_is_known():
    people = market(checked(population(60, 50, 1)))
    everybody = people.view(np.arange(50))
    banned = pairs(everybody.forbidden_starts, everybody.forbidden)
    assert banned
    rows, columns = np.array([0, 0, 7, banned[0][0]]), np.array([3, 1, 49, banned[0][1]])
    known = Graph.empty(60, 50).add(rows, columns, np.zeros(4, dtype=np.int64))
    outside = everybody.without(known)
    expected = {*banned, (0, 3), (0, 1), (7, 49)}
    assert pairs(outside.forbidden_starts, outside.forbidden) == sorted(expected)
    assert outside.columns is everybody.columns
