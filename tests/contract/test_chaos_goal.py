"""The goal of a chaos run counts commands by service and last part of the path: each must be an endpoint."""

import pytest

from chaos.goal import goal_of
from tests.helpers.offline import describe


@pytest.mark.parametrize("kind", goal_of(6).commands)
def test_a_command_of_this_kind_exists(kind, issuer):
    service, last = kind.split()
    paths = describe(service, str(issuer.jwks_path))["paths"]
    assert [path for path, methods in paths.items() if path.endswith(f"/{last}") and "post" in methods]
