"""One trace from the first request to the last reaction: W3C trace context, OpenTelemetry spans.

The context travels in the envelope, so it goes through the outbox. Spans are exported where an OTLP address
is set; without one they are not recorded, and the context travels all the same.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from opentelemetry import propagate, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ParentBased, TraceIdRatioBased
from opentelemetry.trace import SpanKind

_tracer = trace.get_tracer("mentoring")
_exporting = False

_TRACEPARENT: Final = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_PLAIN_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


def valid_traceparent(text: str) -> str:
    """Return a ``traceparent`` as it is if it is well-formed (W3C Trace Context, level 1), else nothing.

    It is copied into rows, headers and logs, so whatever comes from outside must pass through here.
    """
    return text if _TRACEPARENT.fullmatch(text) else ""


def plain_id(text: str) -> str:
    """Return a correlation id as it is if it is short and safe in a header and a log line, else nothing."""
    return text if _PLAIN_ID.fullmatch(text) else ""


def new_id() -> str:
    """Make a correlation id."""
    return secrets.token_hex(16)


def configure_tracing(service: str, *, otlp_endpoint: str, sample: float) -> None:
    """Set up tracing for this process, once.

    Args:
        service: the name the spans carry.
        otlp_endpoint: where an OTLP collector takes spans over HTTP; empty for nowhere.
        sample: the share of traces recorded, 0 to 1.
    """
    global _exporting  # noqa: PLW0603 (as OpenTelemetry's own provider: one a process)
    _exporting = bool(otlp_endpoint)
    sampler = ParentBased(TraceIdRatioBased(sample)) if otlp_endpoint else ALWAYS_OFF
    provider = TracerProvider(resource=Resource.create({"service.name": service}), sampler=sampler)
    if otlp_endpoint:
        # Imported only where it is used: it takes 4 MiB.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415

        provider.add_span_processor(
            BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{otlp_endpoint}/v1/traces"))
        )
    trace.set_tracer_provider(provider)


def _new_traceparent() -> str:
    """Return a trace that nobody records (W3C Trace Context, level 1)."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"


@contextmanager
def span(name: str, traceparent: str, kind: SpanKind) -> Iterator[str]:
    """Run a block as a span of the trace that a ``traceparent`` names, or of a new one if it is malformed.

    Yields:
        the ``traceparent`` to give to what the block causes.
    """
    traceparent = valid_traceparent(traceparent)
    if not _exporting:  # nobody will see a span; a request begins a trace all the same
        yield traceparent or (_new_traceparent() if kind is SpanKind.SERVER else "")
        return
    parent = propagate.extract({"traceparent": traceparent} if traceparent else {})
    with _tracer.start_as_current_span(name, context=parent, kind=kind, record_exception=False):
        carrier: dict[str, str] = {}
        propagate.inject(carrier)
        yield carrier.get("traceparent", traceparent)
