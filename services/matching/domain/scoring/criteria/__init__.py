"""Weighted criteria: how well an allowed pair fits, in whole points.

What is compared, how and at what weight is the policy's decision; here is how it is computed.
"""

from services.matching.domain.scoring.criteria.columns import Columns, columns_of
from services.matching.domain.scoring.criteria.measures import measures_of
from services.matching.domain.scoring.criteria.reasons import reason_of

__all__ = ["Columns", "columns_of", "measures_of", "reason_of"]
