"""An OTLP collector of a test's own: takes spans over HTTP and keeps them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI, Request, Response
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Seen:
    """A span as it was exported."""

    service: str
    name: str
    trace: str
    id: str
    parent: str


@dataclass
class Collector:
    address: str = ""
    spans: list[Seen] = field(default_factory=list)

    def take(self, body: bytes) -> None:
        for exported in ExportTraceServiceRequest.FromString(body).resource_spans:
            labels = {each.key: each.value.string_value for each in exported.resource.attributes}
            self.spans += [
                Seen(
                    labels["service.name"],
                    span.name,
                    span.trace_id.hex(),
                    span.span_id.hex(),
                    span.parent_span_id.hex(),
                )
                for scope in exported.scope_spans
                for span in scope.spans
            ]


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    """A collector on a free loopback port, until the block ends."""
    collector, app = Collector(), FastAPI()

    @app.post("/v1/traces")
    async def take(request: Request) -> Response:
        collector.take(await request.body())
        return Response(media_type="application/x-protobuf")

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None))
    task = asyncio.create_task(server.serve())
    try:
        while not server.started:
            await asyncio.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        collector.address = f"http://127.0.0.1:{port}"
        yield collector
    finally:
        server.should_exit = True
        await task
