"""Who may act for whom."""

from fastapi import HTTPException

from shared.runtime.auth import Caller


def own_employee_id(caller: Caller) -> str:
    """The employee a participant's token stands for.

    Raises:
        HTTPException: 403, the token names no employee.
    """
    if caller.employee_id is None:
        raise HTTPException(403, "The token names no employee")
    return caller.employee_id


def actor(caller: Caller, programme_id: str) -> str | None:
    """None for the programme's coordinator, else the employee who may act only for themselves."""
    return None if caller.may_coordinate(programme_id) else own_employee_id(caller)
