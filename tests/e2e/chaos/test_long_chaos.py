"""The long form of chaos: every kind of fault once, then more of them at random."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from chaos.run import main

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(7200)]

ROOT = Path(__file__).resolve().parents[3] / ".devstack" / "test-chaos-long"
FAULTS, SEED = 40, 7


def test_nothing_is_lost_in_a_long_run(broker, tmp_path):
    out = StringIO()
    code = main(FAULTS, SEED, broker=broker, root=ROOT, build=tmp_path, console=Console(file=out, width=160))
    assert code == 0, out.getvalue()
