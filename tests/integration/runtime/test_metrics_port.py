"""Metrics have a port of their own where they shall not be answered at the API's."""

import asyncio

import pytest

from devstack.ports import free_ports
from services.enrollment.app import create_app
from shared.serve import _sockets
from shared.service.protocol import BoundedServer
from shared.testing import run_service
from shared.testing.clients import http_client

pytestmark = pytest.mark.integration


async def test_metrics_are_answered_at_their_port_only(environment):
    api, metrics = free_ports(2)
    async with run_service(create_app, environment, port=api, metrics_port=metrics) as service:
        server = BoundedServer(service.app, max_connections=10, lifespan="off")
        serving = asyncio.create_task(server.serve(_sockets(service.settings)))
        async with http_client() as http:
            while not server.started:
                assert not serving.done()
                await asyncio.sleep(0.02)
            answers = {
                (port, path): (await http.get(f"http://127.0.0.1:{port}{path}")).status_code
                for port in (api, metrics)
                for path in ("/metrics", "/health/live")
            }
        server.should_exit = True
        await serving
    assert answers == {
        (api, "/metrics"): 404,
        (api, "/health/live"): 200,
        (metrics, "/metrics"): 200,
        (metrics, "/health/live"): 200,
    }


async def test_there_is_one_port_by_default(environment):
    async with run_service(create_app, environment) as service:
        assert _sockets(service.settings) is None
        assert (await service.http.get("/metrics")).status_code == 200
