"""The rights to act for others."""

from fastapi import HTTPException

from shared.runtime.caller import Caller, CallerRole


def actor(caller: Caller, programme_id: str) -> str | None:
    """None for the programme's coordinator, else the employee who may act only for themselves."""
    return None if caller.may_coordinate(programme_id) else caller.require_employee()


def manages_people(caller: Caller) -> bool:
    """Return whether the caller may see and change the data of everybody in the organisation.

    The one place that decides it: today coordinators of all programmes, later a people administrator.
    """
    return caller.has(CallerRole.COORDINATOR) and caller.all_programmes


def require_all_programmes(caller: Caller) -> None:
    """Refuse callers who may not decide for all programmes of the organisation.

    Raises:
        HTTPException: 403, the token is limited to some programmes.
    """
    if not manages_people(caller):
        raise HTTPException(
            403, "This concerns all programmes: only coordinators of all programmes may do it"
        )


def require_people_manager(caller: Caller) -> None:
    """Refuse callers who may not change the organisation's people.

    Raises:
        HTTPException: 403, the token is limited to some programmes.
    """
    if not manages_people(caller):
        raise HTTPException(
            403, "An import changes people of all programmes: only coordinators of all programmes may import"
        )
