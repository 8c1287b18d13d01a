"""A service with a field outside its class does not start."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from fastapi import APIRouter

from shared.kernel import Aggregate
from shared.persistence.collection import Collection
from shared.runtime.auth import Allow, Open
from shared.runtime.caller import CallerRole
from shared.schema.event_data import all_contracts
from shared.schema.visibility import PRIVATE, PUBLISHED, Visibility, private_fields, refuse_outside
from shared.service.documented_callers import guard_of, routes_of

_ORGANISATION: Final = frozenset({Visibility.ORGANISATION})
_BY_RELATION: Final = _ORGANISATION | {Visibility.SPONSOR_ALERT}


def check_classes(
    owner: str, routers: Iterable[APIRouter], collections: Sequence[Collection[Any]], *, keeps_private: bool
) -> None:
    """Compare what a service stores with what it shows and publishes, and whether it may store it.

    Args:
        owner: the service, whose events are compared.
        routers: its endpoints.
        collections: what it stores.
        keeps_private: whether it may store fields of the classes *self*, *pair* and *circle*.

    Raises:
        OutsideItsClassError: a field is where its class does not allow it.
    """
    private = frozenset[str]().union(*(private_fields(each.model) for each in collections))
    private -= Aggregate.model_fields.keys()
    if not keeps_private:
        for each in collections:
            refuse_outside(each.model, frozenset(Visibility) - PRIVATE, f"the collection {each.name}")
    for router in routers:
        for route in routes_of(router):
            where = f"{'/'.join(sorted(route.methods or ()))} {route.path}"
            refuse_outside(route.response_model, classes_for(guard_of(route)), where, private)
    for contract in all_contracts():
        if contract.owner == owner:
            refuse_outside(contract.data, PUBLISHED, f"the event {contract.type}", private)


def classes_for(guard: Allow | Open | None) -> frozenset[Visibility]:
    """Return the classes that an endpoint may show to those whom it admits.

    Whether a participant is the one whom a field is about is for the query to find out, by relation.
    """
    roles = set(guard.roles) if isinstance(guard, Allow) else set()
    if roles == {CallerRole.PARTICIPANT}:
        return _BY_RELATION | PRIVATE
    if roles == {CallerRole.COORDINATOR}:
        return _BY_RELATION | {Visibility.COORDINATOR_AGGREGATE}
    return _BY_RELATION if roles == {CallerRole.PARTICIPANT, CallerRole.COORDINATOR} else _ORGANISATION
