"""The effect of a programme as enrollment has measured it, once; nobody's outcome is in it."""

from services.console.read_models.row import Row
from shared.contracts.enrollment import MeasuredOutcome


class Effect(Row):
    """The comparison of participants with others at the end; the id is the programme's."""

    outcomes: tuple[MeasuredOutcome, ...] = ()
