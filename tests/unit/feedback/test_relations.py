"""A concern is read by people apart from those it may be about; where a relation is unknown, by nobody."""

import pytest

from services.feedback.domain.relations import Colleague, may_read

REPORTER = Colleague(employee_id="j1", takes_part=True, line=frozenset({"m1"}), partners={"x1"})
PARTNER = Colleague(employee_id="x1", takes_part=True, line=frozenset({"boss"}), partners={"j1"})


def employee(id_: str, *line: str, takes_part: bool = True, partners=frozenset()) -> Colleague:
    return Colleague(employee_id=id_, takes_part=takes_part, line=line, partners=partners)


def outsider(id_: str) -> Colleague:
    """An employee who takes part in no programme, so that nothing else is known of them."""
    return Colleague(employee_id=id_)


def test_who_is_no_employee_or_apart_from_the_partners_may_read() -> None:
    for reader in (None, outsider("hr"), employee("other", "somebody"), employee("x2", "boss")):
        assert may_read(reader, REPORTER, [PARTNER])


@pytest.mark.parametrize(
    "reader",
    [
        employee("x1", "boss", partners={"j1"}),
        outsider("x1"),
        employee("j1", "m1", partners={"x1"}),
        outsider("boss"),
        employee("boss", "head"),
        employee("assistant", "x1", "boss"),
        employee("two-below", "assistant", "x1"),
    ],
    ids=lambda reader: f"{reader.employee_id}-{reader.takes_part}",
)
def test_a_partner_the_reporter_and_the_partners_line_may_not(reader) -> None:
    assert not may_read(reader, REPORTER, [PARTNER])


def test_where_a_relation_is_unknown_the_answer_is_no() -> None:
    nobody_knows = REPORTER.model_copy(update={"partners": None})
    lineless = PARTNER.model_copy(update={"line": None})
    unpaired = REPORTER.model_copy(update={"partners": frozenset()})
    enrolled_only = Colleague(employee_id="new", takes_part=True)
    assert not may_read(outsider("hr"), nobody_knows, [])
    assert not may_read(outsider("hr"), REPORTER, [lineless])
    assert not may_read(employee("other", "somebody"), unpaired, [])
    assert not may_read(enrolled_only, REPORTER, [PARTNER])
    assert may_read(None, nobody_knows, [])
    assert may_read(outsider("hr"), unpaired, [])


def test_every_partner_counts() -> None:
    second = PARTNER.model_copy(update={"employee_id": "x2", "line": frozenset({"another-boss"})})
    both = REPORTER.model_copy(update={"partners": frozenset({"x1", "x2"})})
    for reader in ("boss", "another-boss", "x2"):
        assert not may_read(outsider(reader), both, [PARTNER, second])
