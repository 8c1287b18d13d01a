"""The master keys of the process, for endpoints that write or read private text."""

from typing import Annotated

from fastapi import Depends, Request

from shared.encryption import MasterKeys


async def _master_keys(request: Request) -> MasterKeys:
    keys: MasterKeys = request.app.state.master_keys
    return keys


Keys = Annotated[MasterKeys, Depends(_master_keys)]
