"""Whose data it is: tenant, programme, region."""

from functools import lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from shared.kernel.ids import Identifier

ORGANISATION_WIDE: Final = "_"
"""The programme of what belongs to the whole organisation (its employees, say)."""

GLOBAL: Final = "global"
"""The region of what belongs to no region (a programme that spans several, say)."""


class Scope(BaseModel):
    """Tenant, programme and region; every envelope and every document carries them."""

    model_config = ConfigDict(frozen=True)

    tenant: Identifier
    programme: Identifier = ORGANISATION_WIDE
    region: Identifier = GLOBAL


@lru_cache(maxsize=65_536)
def scope_of(tenant: str, programme: str, region: str) -> Scope:
    """Return the scope with these parts; there are few, and every event names one.

    Raises:
        ValueError: a part is no identifier.
    """
    return Scope(tenant=tenant, programme=programme, region=region)
