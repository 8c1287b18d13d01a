"""Labels come from closed sets: nothing that a client says becomes a time series or a log field."""

import re

import httpx
import prometheus_client
from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from shared.runtime import metrics
from shared.service.middleware.head import METHODS

CLOSED = {
    "type": "types of the contracts: only those published or reacted to are counted",
    "consumer": "the services",
    "part": "database and broker",
    "method": "HTTP methods",
    "route": "patterns of the routes",
    "status": "HTTP statuses",
    "reason": "metrics.REFUSALS, and the causes of skipped records in shared.messaging",
    "kind": "kinds of suspicion in shared.messaging.incoming.reactor",
    "topic": "topics of the contracts",
    "partition": "numbers of partitions",
}
"""The source of each label. A new label needs a line here, and a set that no stranger can extend."""

HOSTILE = "EVIL" + "x" * 300
REQUESTS = [
    ("EVIL1", "/health/live", {}),
    (HOSTILE, "/health/live", {}),
    ("TRACE", "/health/live", {}),
    ("GET", f"/{HOSTILE}", {}),
    ("GET", f"/programmes/{HOSTILE}", {}),
    ("PUT", f"/programmes/{HOSTILE}", {}),
    ("GET", "/programmes?x=" + HOSTILE * 100, {}),
    ("GET", "/" + HOSTILE * 10, {}),
    ("GET", "/programmes", {"X-Evil": HOSTILE * 100}),
    ("GET", "/programmes", {f"X-{HOSTILE}-{number}": "EVIL" for number in range(120)}),
    ("GET", "/programmes", {"Authorization": f"Bearer {HOSTILE}", "Host": HOSTILE, "Origin": HOSTILE}),
    ("POST", "/login", {"Content-Type": HOSTILE, "Accept": HOSTILE, "User-Agent": HOSTILE}),
]


def declared() -> list[MetricWrapperBase]:
    return [value for value in vars(metrics).values() if isinstance(value, MetricWrapperBase)]


def test_every_metric_has_labels_from_closed_sets():
    assert len(declared()) > 10
    unknown = {metric._name: set(metric._labelnames) - CLOSED.keys() for metric in declared()}
    assert {name: labels for name, labels in unknown.items() if labels} == {}


def test_metrics_are_declared_in_one_place():
    ours = {metric._name for metric in declared()}
    others = {family.name for family in REGISTRY.collect()} - ours
    assert {name for name in others if not name.startswith(("python_", "process_"))} == set()


async def test_hostile_requests_make_no_label_and_no_log_line_of_their_own(app, capsys):
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    statuses = []
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
        for method, path, headers in REQUESTS:
            statuses.append((await http.request(method, path, headers=headers)).status_code)
    assert statuses[:3] == [501, 501, 501]
    assert tuple(statuses[6:10]) == (414, 414, 431, 431)
    assert all(400 <= status < 502 for status in statuses)
    for metric in (metrics.HTTP_REQUESTS, metrics.HTTP_SECONDS, metrics.HTTP_REFUSED):
        for sample in (sample for family in metric.collect() for sample in family.samples):
            labels = sample.labels
            assert labels.get("method", "other") in METHODS | {"other"}
            assert re.fullmatch(r"/[a-z0-9{}_/.-]*|unknown", labels.get("route", "unknown"))
            assert re.fullmatch(r"[1-5]\d\d", labels.get("status", "200"))
            assert labels.get("reason", "method") in metrics.REFUSALS
    assert b"EVIL" not in prometheus_client.generate_latest()
    said = capsys.readouterr()
    assert "EVIL" not in said.out + said.err
