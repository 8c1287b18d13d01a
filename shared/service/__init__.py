"""A service put together: HTTP, events, health, metrics, operations: once, for all of them."""

from shared.service.app import Service, build
from shared.service.commands import Command, Read, Run

__all__ = ["Command", "Read", "Run", "Service", "build"]
