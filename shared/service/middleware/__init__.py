"""What every request passes before it reaches an endpoint."""

from shared.service.middleware.body import GuardedBody, LargeBody, large_body
from shared.service.middleware.context import RequestContext

__all__ = ["GuardedBody", "LargeBody", "RequestContext", "large_body"]
