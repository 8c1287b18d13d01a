"""Tenants take turns, and the waiting items of one caller are limited."""

import pytest
from starlette.exceptions import HTTPException

from shared.service.fair_queue import FairQueue


def test_tenants_take_turns():
    queue = FairQueue(10)
    for n in range(4):
        queue.put(f"a{n}", tenant="a", caller="x")
    queue.put("b0", tenant="b", caller="x")
    queue.put("c0", tenant="c", caller="x")
    assert queue.take(4) == ["a0", "b0", "c0", "a1"]
    assert queue.take(4) == ["a2", "a3"]
    assert not queue


def test_of_one_caller_only_so_many_wait():
    queue = FairQueue(2)
    for n in range(2):
        queue.put(n, tenant="a", caller="x")
    with pytest.raises(HTTPException) as refused:
        queue.put(2, tenant="a", caller="x")
    assert (refused.value.status_code, refused.value.headers) == (429, {"Retry-After": "1"})
    queue.put(3, tenant="a", caller="y")
    queue.put(4, tenant="b", caller="x")
    queue.take(1)
    queue.put(5, tenant="a", caller="x")
