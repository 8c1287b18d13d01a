"""docs/extending.md: its code, put beside the other services, works on the real stack."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]
ENTRY = re.compile(r"^```python\n(Entry\(.*?\))\n```$", re.MULTILINE)
FILES = re.compile(r"^`([\w/.]+\.py)`\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)

CONFTEST = """
import os
from pathlib import Path

import pytest
import services
import shared.contracts
from devstack.tokens import LocalIssuer
from services import catalogue
from services.catalogue import Entry
from shared.testing import TestEnvironment

HERE = Path(__file__).parent / "new"
services.__path__.append(str(HERE / "services"))
shared.contracts.__path__.append(str(HERE / "shared/contracts"))
catalogue.CATALOGUE = (*catalogue.CATALOGUE, ENTRY)


@pytest.fixture
def environment():
    issuer = LocalIssuer(Path(os.environ["KEYS"]))
    return TestEnvironment(os.environ["KAFKA"], os.environ["MONGO"], os.environ["IDEMPOTENT"] == "1", issuer)
"""


def test_the_service_of_the_walkthrough_runs(tmp_path, environment):
    page = (PROJECT / "docs/extending.md").read_text()
    files = dict(FILES.findall(page))
    assert len(files) == 7
    for path, code in files.items():
        target = tmp_path / ("new" if "/" in path else "") / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(code)
    (tmp_path / "conftest.py").write_text(CONFTEST.replace("ENTRY", ENTRY.findall(page)[0]))
    (tmp_path / "new/services/recognition/__init__.py").write_text('"""Badges for mentors."""\n')
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-o",
            "asyncio_mode=auto",
            "-p",
            "no:cacheprovider",
            str(tmp_path),
        ],
        env=os.environ
        | {
            "KAFKA": environment.kafka,
            "MONGO": environment.mongo_uri,
            "IDEMPOTENT": "1" if environment.idempotent else "0",
            "KEYS": str(environment.issuer.jwks_path.parent),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=800,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 passed" in result.stdout
