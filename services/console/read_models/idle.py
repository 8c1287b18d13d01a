"""The steps taken when a pair does not meet, in words."""

from typing import NamedTuple

from shared.contracts.enrollment import ProgrammeRules
from shared.contracts.feedback import IdleStep
from shared.locale import translatable


class LadderStep(NamedTuple):
    """One step, and after how many days without a session it is taken."""

    number: int
    words: str
    days: int


def ladder(rules: ProgrammeRules) -> dict[str, LadderStep]:
    """Return all steps in their order, by the programme's rules as they are now."""
    steps = {
        IdleStep.FIRST_CONTACT: (translatable("no first contact by the executive"), rules.first_contact_days),
        IdleStep.WARN: (translatable("we remind both"), rules.idle_warn_days),
        IdleStep.COORDINATOR: (translatable("we ask you to step in"), rules.idle_alarm_days),
        IdleStep.CLOSE: (translatable("we close the pairing"), rules.idle_close_days),
    }
    return {step: LadderStep(number, *said) for number, (step, said) in enumerate(steps.items(), start=1)}
