"""Kafka's jars are the recorded ones, whatever a mirror sends."""

import hashlib
import re

import pytest

from devstack.engines import kafka
from devstack.errors import DevstackError


@pytest.fixture
def fetched(tmp_path, monkeypatch):
    """A folder of jars, and their digests on record."""
    jars = tmp_path / "jars"
    jars.mkdir()
    for name in ("a.jar", "b.jar"):
        (jars / name).write_bytes(name.encode())
    lines = [f"{hashlib.sha256(jar.read_bytes()).hexdigest()}  {jar.name}\n" for jar in jars.iterdir()]
    (tmp_path / "jars.sha256").write_text("".join(lines))
    monkeypatch.setattr(kafka, "_HERE", tmp_path)
    monkeypatch.setattr(kafka, "kafka_version", lambda: "4")
    return jars


def test_recorded_jars_are_taken(fetched):
    kafka.check_jars(fetched)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda jars: (jars / "b.jar").write_bytes(b"another"),
        lambda jars: (jars / "b.jar").unlink(),
        lambda jars: (jars / "b.jar").rename(jars / "c.jar"),
    ],
    ids=["different", "missing", "renamed"],
)
def test_any_other_jar_is_refused(fetched, tamper):
    tamper(fetched)
    with pytest.raises(DevstackError, match=r"b\.jar is not the jar in"):
        kafka.check_jars(fetched)


def test_the_jars_of_this_version_are_on_record():
    text = (kafka._HERE / "jars.sha256").read_text()
    assert f"kafka-server-{kafka.kafka_version()}.jar" in text
    assert all(re.fullmatch(r"[0-9a-f]{64}  [\w.+-]+\.jar", line) for line in text.splitlines())
