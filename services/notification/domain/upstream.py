"""Copies of enrollment's facts."""

from typing import Annotated

from pydantic import Field

from shared.kernel import Aggregate


class Programme(Aggregate):
    """What messages need to know of a programme's rules."""

    first_contact_days: Annotated[int, Field(ge=1)]
