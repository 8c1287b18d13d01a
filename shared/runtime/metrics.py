"""The Prometheus metrics every service has."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

EVENTS_PUBLISHED = Counter("mentoring_events_published_total", "Events the relay brought to Kafka", ["type"])
EVENTS_HANDLED = Counter("mentoring_events_handled_total", "Events whose effect was committed", ["type"])
EVENTS_DUPLICATE = Counter(
    "mentoring_events_duplicate_total", "Events seen before and left out", ["consumer"]
)
EVENTS_UNKNOWN = Counter(
    "mentoring_events_unknown_total", "Events of types this consumer does not react to", ["consumer"]
)
EVENTS_PARKED = Counter("mentoring_events_parked_total", "Events set aside with their key", ["consumer"])
EVENTS_DEAD = Counter("mentoring_events_dead_total", "Events that became dead letters", ["consumer"])
EVENTS_STALE = Counter(
    "mentoring_events_stale_total",
    "Events left out since a later one of the same aggregate is known",
    ["type"],
)
EVENTS_SUSPECT = Counter(
    "mentoring_events_suspect_total",
    "Events that are not from their owner, or have other content under a known id",
    ["consumer", "kind"],
)
RECORDS_SKIPPED = Counter(
    "mentoring_records_skipped_total", "Offsets passed over with a trace", ["consumer", "reason"]
)
BATCH_SIZE = Histogram(
    "mentoring_batch_events",
    "Events of one polled batch",
    ["consumer"],
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000),
)
BATCH_SECONDS = Histogram("mentoring_batch_seconds", "Time of one batch, from poll to commit", ["consumer"])
COMMANDS_TOGETHER = Histogram(
    "mentoring_commands_together", "Commands that began one transaction", buckets=(1, 2, 4, 8, 16, 32)
)
EVENTS_REFUSED = Counter(
    "mentoring_events_refused_total", "Events the broker refused, set aside with their key", ["type"]
)
REFUSED_NOW = Gauge("mentoring_outgoing_dead_letters", "Events the broker refused, waiting for an operator")
WITHHELD_NOW = Gauge("mentoring_outgoing_withheld_events", "Events waiting behind one the broker refused")
OUTBOX_AGE = Gauge("mentoring_outbox_oldest_seconds", "Age of the oldest row the relay has still to publish")
PARKED_NOW = Gauge("mentoring_parked_events", "Events waiting to be tried again", ["consumer"])
DEAD_NOW = Gauge("mentoring_dead_letters", "Dead letters waiting for an operator", ["consumer"])
CONSUMER_LAG = Gauge("mentoring_consumer_lag_events", "Events not yet handled", ["consumer"])
PARTITION_STUCK = Gauge(
    "mentoring_consumer_partition_stuck_seconds",
    "For how long events of a partition wait and none was handled",
    ["consumer", "topic", "partition"],
)
PART_ANSWERS = Gauge(
    "mentoring_part_answers",
    "1 while it answered when last asked, 0 where not: its gauges are then the last known",
    ["part"],
)
HTTP_REQUESTS = Counter("mentoring_http_requests_total", "Requests answered", ["method", "route", "status"])
HTTP_SECONDS = Histogram("mentoring_http_request_seconds", "Time to answer", ["method", "route"])
REFUSALS: Final = ("method", "target", "headers", "malformed", "slow", "connections", "overload", "quota")
HTTP_REFUSED = Counter(
    "mentoring_http_refused_total",
    "Requests and connections refused before an endpoint was found",
    ["reason"],
)
