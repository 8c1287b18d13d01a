"""What tests of any service need: the service on real parts, events given to it, events it published."""

from shared.testing.harness import ServiceHarness, TestEnvironment, run_service

__all__ = ["ServiceHarness", "TestEnvironment", "run_service"]
