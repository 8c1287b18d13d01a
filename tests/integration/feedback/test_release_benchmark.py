"""The benchmark of a release, with few answers: both ways have the same figures, and no answer is left."""

import pytest

from benchmarks.feedback.__main__ import rows_of_release
from benchmarks.feedback.release import measure_release

pytestmark = pytest.mark.integration


async def test_a_release_has_the_figures_of_pandas_and_leaves_no_answer(stack, tmp_path):
    released = await measure_release(tmp_path, stack, pairings=200, visitors=10)
    assert (released.answers, released.apart, released.left) == (4_000, 0, 0)
    assert (released.visits > 0, released.refused) == (True, {})
    assert len(rows_of_release(released)) == 6
