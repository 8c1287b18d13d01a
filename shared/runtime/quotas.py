"""Request quotas of persons and tenants: token buckets, filled again at a steady rate.

Each replica of a service has buckets of its own.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Depends, HTTPException, Request
from fastapi.routing import APIRoute

from shared.runtime import metrics

BURST_SECONDS: Final = 10
"""A full bucket holds what is allowed in this time."""
_READ: Final = 1
_WRITE: Final = 2
HEAVY: Final = 50
"""The cost of what makes a service compute or store much."""
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_BUCKETS: Final = 10_000


@dataclass(frozen=True)
class Costs:
    """A dependency that states what a request to an endpoint costs; without it a read costs 1, a write 2."""

    cost: int

    async def __call__(self) -> None:
        """Declare only: the quotas act on it."""


def costs(cost: int) -> Any:
    """State what a request to an endpoint costs; belongs in its ``dependencies``."""
    return Depends(Costs(cost))


@dataclass(frozen=True)
class Policy:
    """A limit.

    Attributes:
        name: in the answer's headers.
        per_second: how much is allowed in the long run.
    """

    name: str
    per_second: float

    @property
    def capacity(self) -> float:
        """The capacity of a full bucket; the most expensive request always fits."""
        return max(self.per_second * BURST_SECONDS, HEAVY)


class Buckets:
    """The buckets of one policy; those used least recently are dropped, as they are the fullest.

    Args:
        policy: the limit of each.
        now: returns the time, in seconds.
    """

    def __init__(self, policy: Policy, now: Callable[[], float] = time.monotonic) -> None:
        self.policy = policy
        self._now = now
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def level(self, owner: str) -> float:
        """Return what is in an owner's bucket."""
        now = self._now()
        level, since = self._levels.get(owner, (self.policy.capacity, now))
        return min(self.policy.capacity, level + (now - since) * self.policy.per_second)

    def take(self, owner: str, cost: float) -> None:
        """Take this much out of an owner's bucket."""
        self._levels[owner] = (self.level(owner) - cost, self._now())
        self._levels.move_to_end(owner)
        if len(self._levels) > _MOST_BUCKETS:
            self._levels.popitem(last=False)

    def seconds_until(self, owner: str, cost: float) -> int:
        """Return how long it takes until this much is in an owner's bucket."""
        return max(0, math.ceil((cost - self.level(owner)) / self.policy.per_second))


class Quotas:
    """Charges requests to the person and the tenant of their caller.

    Args:
        person_per_second: what one person may ask for in the long run.
        tenant_per_second: what all people of a tenant may ask for together.
        now: returns the time, in seconds.
    """

    def __init__(
        self,
        *,
        person_per_second: float,
        tenant_per_second: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._people = Buckets(Policy("person", person_per_second), now)
        self._tenants = Buckets(Policy("tenant", tenant_per_second), now)

    def charge(self, request: Request, tenant: str, subject: str) -> None:
        """Charge a request; both buckets pay, or none.

        Raises:
            HTTPException: a bucket does not hold enough (429).
        """
        cost = _cost(request)
        owners = ((self._people, f"{tenant}\n{subject}"), (self._tenants, tenant))
        for buckets, owner in owners:
            if buckets.level(owner) < cost:
                metrics.HTTP_REFUSED.labels("quota").inc()
                wait = buckets.seconds_until(owner, cost)
                headers = {"Retry-After": str(wait), **_headers((buckets.policy,), 0, wait)}
                raise HTTPException(429, f"Too many requests of this {buckets.policy.name}", headers)
        for buckets, owner in owners:
            buckets.take(owner, cost)
        left = self._people.level(owners[0][1])
        full = self._people.seconds_until(owners[0][1], self._people.policy.capacity)
        policies = (self._people.policy, self._tenants.policy)
        request.state.answer_headers = _headers(policies, left, full)


def _cost(request: Request) -> int:
    route = request.scope.get("route")
    needed = route.dependant.dependencies if isinstance(route, APIRoute) else ()
    stated = [dependency.call.cost for dependency in needed if isinstance(dependency.call, Costs)]
    return max(stated, default=_READ if request.method in _SAFE_METHODS else _WRITE)


def _headers(policies: Iterable[Policy], left: float, seconds: int) -> dict[str, str]:
    """Return the fields of draft-ietf-httpapi-ratelimit-headers; the first policy is the one with a state."""
    first, *others = policies
    described = ", ".join(
        f'"{policy.name}";q={policy.capacity:.0f};w={BURST_SECONDS}' for policy in (first, *others)
    )
    return {
        "RateLimit-Policy": described,
        "RateLimit": f'"{first.name}";r={max(0, math.floor(left))};t={seconds}',
    }
