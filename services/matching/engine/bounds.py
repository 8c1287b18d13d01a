"""Upper bounds on the scores of each mentee, before any pair has been looked at."""

from typing import Final

import numpy as np

from services.matching.engine.jit import Floats, Ints64

GROUPS: Final = 256


def best_possible(features: Floats, others: Floats) -> Ints64:
    """For each row, what its score with no column exceeds.

    Columns are sorted by their indicators (features that are 0 or 1, like a region) and cut into groups.
    Within a group hardly any indicator differs, so that bounding it feature by feature loses little.
    """
    rows, columns = len(features), len(others)
    if not rows or not columns:
        return np.zeros(rows, dtype=np.int64)
    indicators = others[:, ((others == 0) | (others == 1)).all(axis=0)]
    order = np.lexsort(indicators.T) if indicators.shape[1] else np.arange(columns)
    starts = np.unique(np.linspace(0, columns, GROUPS, endpoint=False).astype(np.int64))
    high = np.maximum.reduceat(others[order], starts, axis=0)
    low = np.minimum.reduceat(others[order], starts, axis=0)
    most = np.maximum(features, 0) @ high.T + np.minimum(features, 0) @ low.T
    bounds: Ints64 = np.rint(most.max(axis=1)).astype(np.int64)
    return bounds
