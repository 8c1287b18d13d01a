"""Which part of a list: the same bounds for every list of every service."""

from typing import Annotated, Final

from fastapi import Query

LONGEST_PAGE: Final = 500
FURTHEST: Final = 10_000_000
"""No list is that long; numbers much larger are none the database can count with."""

Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="Page size")]
Offset = Annotated[int, Query(ge=0, le=FURTHEST, description="Leave out so many first")]
