import json

import pytest

from demo.chart import way_reached, write_chart
from demo.report import sessions_by_week


def test_sessions_are_counted_by_the_monday_of_their_week():
    sessions = [
        {"starts_at": "2026-01-19T09:00:00Z", "state": "held"},
        {"starts_at": "2026-01-23T20:00:00Z", "state": "missed"},
        {"starts_at": "2026-01-26T09:00:00Z", "state": "held"},
    ]
    assert sessions_by_week(reversed(sessions)) == [
        {"week": "2026-01-19", "held": 1, "missed": 1, "cancelled": 0, "planned": 0},
        {"week": "2026-01-26", "held": 1, "missed": 0, "cancelled": 0, "planned": 0},
    ]


@pytest.mark.parametrize(
    ("actual", "way"), [(50.0, 0.0), (75.0, 100.0), (62.5, 50.0), (40.0, -40.0), (None, None)]
)
def test_the_way_runs_from_baseline_to_target(actual, way):
    assert way_reached({"actual": actual, "baseline": 50, "target": 75}) == way


def test_the_chart_is_an_svg_and_the_same_for_the_same_report(tmp_path):
    report = {
        "run": {"people": 50, "seed": 1, "from": "2026-01-05", "to": "2026-02-04"},
        "sessions_by_week": [{"week": "2026-01-19", "held": 3, "missed": 1, "cancelled": 0, "planned": 0}],
        "feedback": {
            "objectives": [
                {"name": "meet-as-planned", "actual": 75, "baseline": 50, "target": 75},
                {"name": "content-people", "actual": None, "baseline": 3, "target": 4},
            ]
        },
    }
    write_chart(report, tmp_path / "one.svg")
    write_chart(json.loads(json.dumps(report)), tmp_path / "two.svg")
    drawn = (tmp_path / "one.svg").read_text()
    assert drawn.startswith("<svg")
    assert "meet-as-planned" in drawn
    assert drawn == (tmp_path / "two.svg").read_text()
