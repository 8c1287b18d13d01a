"""The event kit knows nothing of this product: a copy of its packages runs a made-up service elsewhere."""

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from shared.messaging.wire.kafka import delete_topics
from shared.testing.namespace import environment_of, make_namespace
from shared.testing.topics import read_topic

pytestmark = pytest.mark.integration

SHARED = Path(__file__).resolve().parents[3] / "shared"
PACKAGES = ("kernel", "schema", "runtime", "persistence", "messaging", "service")
"""The packages of the kit: without ``contracts``, this product's language, and ``testing``."""
SHOP = Path(__file__).parent / "standalone" / "shop.py"


@pytest.fixture
def copy_of_the_kit(tmp_path):
    shared = tmp_path / "shared"
    for package in PACKAGES:
        shutil.copytree(SHARED / package, shared / package, ignore=shutil.ignore_patterns("__pycache__"))
    for module in ("__init__.py", "version.py"):
        shutil.copy(SHARED / module, shared / module)
    shutil.copy(SHOP, tmp_path)
    return tmp_path


async def test_a_copy_of_the_kit_runs_a_made_up_service(environment, copy_of_the_kit):
    async with make_namespace(environment) as settings:
        shop = await asyncio.create_subprocess_exec(
            sys.executable,
            SHOP.name,
            cwd=copy_of_the_kit,
            env=_without_settings() | environment_of(settings),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await shop.communicate()
        assert shop.returncode == 0, errors.decode()[-4000:]
        outcome = json.loads(output.splitlines()[-1])
        topic = f"{settings.topic_prefix}acme.shop"
        records = await read_topic(settings, topic, settings.topic_partitions)
        await delete_topics(settings, [topic])

    assert Path(outcome["kit"]).parent == copy_of_the_kit / "shared"
    assert outcome["states"] == ["placed", "packed", "sent"]
    assert not [name for name in outcome["modules"] if name.split(".")[:2] == ["shared", "contracts"]]
    assert not [name for name in outcome["modules"] if name.startswith("services")]
    assert [envelope.type for envelope, _ in records] == [
        "acme.shop.order-placed.v1",
        "acme.shop.order-packed.v1",
    ]


def _without_settings():
    return {name: value for name, value in os.environ.items() if not name.startswith("MENTORING_")}
