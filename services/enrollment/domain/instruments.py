"""Which questionnaire a role answers."""

from collections.abc import Mapping
from typing import Final

from services.enrollment.domain.assessment import Instrument
from services.enrollment.domain.learning_style import LEARNING_STYLE
from services.enrollment.domain.mentor_kind import MENTOR_KIND
from shared.contracts.vocabulary import Role

INSTRUMENTS: Final[Mapping[Role, Instrument]] = {
    Role.MENTOR: MENTOR_KIND,
    Role.MENTEE: LEARNING_STYLE,
}
