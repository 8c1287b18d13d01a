import signal

import pytest

from devstack.stack import Stack, StackOptions
from shared.messaging.outgoing.outbox import create_outbox_indexes
from shared.runtime.mongo import connect
from shared.testing import run_service
from shared.testing.namespace import make_namespace
from tests.integration.messaging import ledger
from tests.integration.messaging.relays import Outbox
from tests.integration.messaging.world import session_held


@pytest.fixture
async def service(environment):
    ledger.poison.clear()
    ledger.slow.clear()
    async with run_service(ledger.create_app, environment) as harness:
        yield harness


@pytest.fixture
async def outbox(environment):
    async with make_namespace(environment) as namespace:
        client = connect(namespace.mongo_uri)
        outbox = Outbox(namespace, client)
        await create_outbox_indexes(outbox.db, keep_days=7)
        yield outbox
        await outbox.stop()
        client.close()


@pytest.fixture
def held():
    """Make the fact that the n-th session of a pairing was held."""
    return session_held


@pytest.fixture
def parts(environment, stack_root):
    """The parts of the running stack, to be paused; they run again afterwards."""
    assert environment.kafka
    stack = Stack(stack_root, StackOptions(tie_to_parent=True))
    yield stack
    for name in ("mongod", "kafka"):
        stack.signal(name, signal.SIGCONT)
