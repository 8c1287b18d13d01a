"""The middleware that every request passes before it reaches an endpoint."""

from shared.service.middleware.body import GuardedBody, LargeBody, large_body
from shared.service.middleware.context import RequestContext
from shared.service.middleware.head import BoundedHead
from shared.service.middleware.turns import PROBES, FairTurns

__all__ = ["PROBES", "BoundedHead", "FairTurns", "GuardedBody", "LargeBody", "RequestContext", "large_body"]
