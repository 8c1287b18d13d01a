"""The event kit knows nothing of this product: a copy of its rooms runs a made-up service elsewhere."""

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from shared.messaging.wire.kafka import delete_topics
from shared.testing.room import environment_of, make_room
from shared.testing.topics import read_topic

pytestmark = pytest.mark.integration

SHARED = Path(__file__).resolve().parents[3] / "shared"
ROOMS = ("kernel", "schema", "runtime", "persistence", "messaging", "service")
"""The rooms of the kit; ``contracts`` is this product's language, ``testing`` is not needed at run time."""
SHOP = Path(__file__).parent / "standalone" / "shop.py"


@pytest.fixture
def copy_of_the_kit(tmp_path):
    shared = tmp_path / "shared"
    for room in ROOMS:
        shutil.copytree(SHARED / room, shared / room, ignore=shutil.ignore_patterns("__pycache__"))
    for module in ("__init__.py", "version.py"):
        shutil.copy(SHARED / module, shared / module)
    shutil.copy(SHOP, tmp_path)
    return tmp_path


async def test_a_copy_of_the_kit_runs_a_made_up_service(environment, copy_of_the_kit):
    async with make_room(environment) as settings:
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
