"""The rights to act for the whole organisation."""

from fastapi import HTTPException

from shared.runtime.caller import Caller, CallerRole


def require_organisation_coordinator(caller: Caller) -> None:
    """Refuse coordinators of some programmes: a webhook may carry events of all.

    Raises:
        HTTPException: 403, the token is limited to some programmes.
    """
    if not (caller.has(CallerRole.COORDINATOR) and caller.all_programmes):
        raise HTTPException(403, "Webhooks are for coordinators of all programmes")
