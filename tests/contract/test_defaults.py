"""A business default stands in one place: the contract's; changing it there is enough."""

from pathlib import Path

from services.enrollment.api.programmes import ProgrammeInput, RulesInput
from shared.contracts.enrollment import ProgrammeRules

PROJECT = Path(__file__).resolve().parents[2]


def test_rules_left_out_take_the_contract_s_defaults():
    assert RulesInput().model_dump() == ProgrammeRules().model_dump()
    assert ProgrammeInput.model_fields["rules"].default.model_dump() == ProgrammeRules().model_dump()


def test_the_reminders_default_stands_in_the_contract_alone():
    text = ", ".join(map(str, ProgrammeRules().reminder_hours))
    sources = [path for folder in ("services", "shared") for path in (PROJECT / folder).rglob("*.py")]
    places = [path.relative_to(PROJECT).as_posix() for path in sources if text in path.read_text()]
    assert len(places) <= 1, places
