"""The process that draws charts: one as JSON a line in, its SVG within JSON a line out.

vl-convert holds Python's global lock while it draws, so a thread would stop the event loop all the same.
"""

import sys
from typing import Any

# Where it is installed, altair's validator would load this grammar of addresses, which takes two seconds.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import vl_convert  # noqa: E402

from services.console.charts.programme_charts import Chart  # noqa: E402
from services.console.charts.vega import on_dark_pages_too, vega_lite  # noqa: E402
from shared.runtime.answering import answer_lines  # noqa: E402


def draw(asked: dict[str, Any]) -> dict[str, Any]:
    """Draw a chart."""
    return {"drawing": on_dark_pages_too(vl_convert.vegalite_to_svg(vega_lite(Chart(**asked))))}


if __name__ == "__main__":
    answer_lines(draw)
