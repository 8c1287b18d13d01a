"""Whose data it is: tenant, programme, region."""

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
