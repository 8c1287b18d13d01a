"""The process that compares outcomes: strata as JSON a line in, the comparison in JSON a line out.

Its libraries take a second to load and hold memory that the service needs for a moment each year.
"""

from typing import Any

from services.enrollment.domain.effect.finding import find
from services.enrollment.domain.effect.strata import Stratum
from shared.runtime.answering import answer_lines


def compare(asked: dict[str, Any]) -> dict[str, Any]:
    """Compare both sides of the strata asked about."""
    comparison = find([Stratum(*stratum) for stratum in asked["strata"]])
    return {"comparison": comparison and comparison.model_dump(mode="json")}


if __name__ == "__main__":
    answer_lines(compare)
