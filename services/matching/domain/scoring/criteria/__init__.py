"""Weighted criteria: how well an allowed pair fits, in whole points.

The policy decides on criteria and weights; this package computes them.
"""

from services.matching.domain.scoring.criteria.columns import Columns, columns_of
from services.matching.domain.scoring.criteria.degrees import measures_of
from services.matching.domain.scoring.criteria.reasons import reason_of

__all__ = ["Columns", "columns_of", "measures_of", "reason_of"]
