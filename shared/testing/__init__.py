"""Tools for tests of any service: run it on real parts, give it events, read the events it published."""

from shared.testing.harness import ServiceHarness, run_service
from shared.testing.namespace import TestEnvironment

__all__ = ["ServiceHarness", "TestEnvironment", "run_service"]
