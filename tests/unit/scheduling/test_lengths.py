"""The last day on which a pairing meets."""

from datetime import date

import pytest

from services.scheduling.domain.upstream import Programme
from shared.contracts.enrollment import ProgrammeRules

BEGAN = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("began_with", "weeks", "ends_on", "last"),
    [
        (None, None, date(2026, 6, 30), date(2026, 6, 30)),
        (4, 4, date(2026, 6, 30), date(2026, 3, 30)),
        (26, 26, date(2026, 6, 30), date(2026, 6, 30)),
        (26, 26, date(2199, 12, 31), date(2026, 8, 31)),
        (4, 6, date(2026, 6, 30), date(2026, 4, 13)),
        (6, 4, date(2026, 6, 30), date(2026, 4, 13)),
        (4, None, date(2026, 6, 30), date(2026, 6, 30)),
        (None, 4, date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_a_pairing_meets_until_its_own_end_or_that_of_the_programme(began_with, weeks, ends_on, last):
    programme = Programme(
        id="rm",
        tenant="acme",
        starts_on=date(2026, 1, 5),
        ends_on=ends_on,
        rules=ProgrammeRules(pairing_weeks=weeks),
    )
    assert programme.last_day_of(BEGAN, began_with) == last
