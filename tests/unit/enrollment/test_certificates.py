"""Participants who get a certificate, and the code by which it is verified."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrollment.domain.certificate import (
    CODE_BITS,
    code_of,
    code_typed,
    earns_certificates,
    initials,
    issue,
)
from services.enrollment.domain.consent import Consent
from services.enrollment.domain.participant import Participant, enrol
from services.enrollment.domain.preferences import Preferences
from shared.contracts.enrollment import WithdrawalReason
from shared.contracts.matching import PairingEndReason
from shared.contracts.scheduling import SeriesEnded
from shared.contracts.vocabulary import Role
from tests.helpers.employees import employee

EVENING = datetime(2026, 3, 12, 22, tzinfo=UTC)
NOW = datetime(2026, 7, 11, 12, tzinfo=UTC)


def mentor() -> Participant:
    consent = Consent(terms_version="1", given_at=EVENING, given_by="mia")
    return enrol("mia", employee("e-mia"), "rm", Role.MENTOR, Preferences(), consent, ())[0]


def ended(held: int = 2, reason: str = PairingEndReason.COMPLETED) -> SeriesEnded:
    return SeriesEnded(
        pairing_id="p1",
        mentor_id="mia",
        mentee_id="max",
        reason=reason,
        held=held,
        first_held_at=EVENING if held else None,
        last_held_at=EVENING if held else None,
    )


@pytest.mark.parametrize("reason", [each for each in PairingEndReason if each != "completed"])
def test_only_a_completed_pairing_that_has_met_brings_certificates(reason):
    assert earns_certificates(ended())
    assert not earns_certificates(ended(held=0))
    assert not earns_certificates(ended(reason=reason))


def test_a_certificate_states_days_on_the_own_clock_and_the_event_has_no_code():
    in_auckland = employee("e-mia").changed(time_zone="Pacific/Auckland")
    certificate, (issued,) = issue(ended(), mentor(), in_auckland, "7KQM", NOW)
    assert (certificate.sessions, certificate.role) == (2, Role.MENTOR)
    assert (certificate.first_on, certificate.issued_at) == (date(2026, 3, 13), NOW)
    assert issued.first_on == date(2026, 3, 13)
    assert "7KQM" not in issued.model_dump_json()


def test_somebody_who_has_left_gets_none():
    gone, _ = mentor().withdraw(WithdrawalReason.OWN_CHOICE, NOW, noted_by=None)
    assert issue(ended(), gone, employee("e-mia"), "7KQM", NOW) is None


@given(st.integers(0, 2**CODE_BITS - 1), st.integers(0, 2**CODE_BITS - 1))
def test_each_number_has_a_code_of_its_own(one, other):
    assert (code_of(one) == code_of(other)) == (one == other)


@given(st.integers(0, 2**CODE_BITS - 1))
def test_a_code_may_be_typed_in_any_way(number):
    code = code_of(number)
    assert [len(group) for group in code.split("-")] == [4] * 7
    assert code_typed(code) == code
    assert code_typed(code.lower().replace("-", "  ")) == code
    assert code_typed(code.replace("0", "O").replace("1", "l").replace("-", "")) == code


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Edda Example", "E. E."), ("Éva-Maria Łukasz", "É. M. Ł."), ("X Æ 12", "X. Æ."), ("  ", "")],
)
def test_initials_name_nobody(name, letters):
    assert initials(name) == letters
