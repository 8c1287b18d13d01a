"""The aggregates of matching are light: numerical libraries load with the computation only."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module",
    ["rounds.round", "pairs.proposal", "people.person", "policy.history"],
)
def test_importing_an_aggregate_does_not_import_numpy(module):
    code = f"import sys, services.matching.domain.{module}; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
