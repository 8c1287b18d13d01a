"""How matchings ended, why they failed, and what a relaxed rule is."""

from typing import Final

from services.console.clients.matching.rounds import RelaxationStep
from services.console.wording.names import feature_name, plain_code, rule_name, word
from shared.contracts.matching import FailureCode, FailureReason, RoundOutcome
from shared.locale import Voice, translatable

_HUNDREDTHS: Final = 100
_OUTCOMES: Final[dict[str, str]] = {
    RoundOutcome.OPTIMAL: translatable("proven best"),
    RoundOutcome.GAP_REACHED: translatable("stopped early, as requested"),
    RoundOutcome.TIME_LIMIT: translatable("stopped at the time limit"),
    RoundOutcome.CANCELLED: translatable("stopped by a coordinator"),
}
_FAILURES: Final[dict[str, str]] = {
    FailureCode.TOO_MANY_VALUES: translatable("{subject} has too many different values to be compared"),
    FailureCode.TOO_MANY_PEOPLE: translatable("{subject} distinguishes too many people"),
    FailureCode.UNKNOWN_FEATURE: translatable("A criterion compares {subject}, which no longer exists"),
    FailureCode.TOO_LARGE_NUMBERS: translatable("The weights and extra points of the policy are too large"),
    FailureCode.INPUTS_GONE: translatable("The stored inputs of the matching have been deleted"),
    FailureCode.PROGRAMME_GONE: translatable("The programme no longer exists"),
    FailureCode.RULES_CHANGED: translatable("The rules changed twice during the computation"),
    FailureCode.OUT_OF_MEMORY: translatable("The computation needs more memory than is available"),
    FailureCode.GIVEN_UP: translatable("The computation was interrupted too often"),
    FailureCode.DEFECT: translatable("The computation failed; operators find the cause in the log"),
}
_LOOSER: Final = {
    "grade-gap": translatable("Grade gap of {value} instead of {instead_of}"),
    "language": translatable("Common language at level {value} instead of {instead_of}"),
    "working-hours": translatable("{value} common working minutes instead of {instead_of}"),
    "reporting-line": translatable("Reporting line of {value} levels instead of {instead_of}"),
}
_STEPS: Final = {
    "looser": translatable("{rule}: {value} instead of {instead_of}"),
    "rule-off": translatable("Without the rule: {rule}"),
    "condition-off": translatable("Without the condition: {name}"),
    "pairs-allowed": translatable("With the pairs allowed that coordinators keep apart"),
    "floor-off": translatable("Without the lowest score of {points} points"),
}


def outcome_name(voice: Voice, code: str) -> str:
    """Word how a computation ended."""
    return word(voice, _OUTCOMES, code)


def failure_reason(voice: Voice, reason: FailureReason) -> str:
    """Word why a matching failed."""
    if reason.code not in _FAILURES:
        return plain_code(reason.code)
    return voice.say(_FAILURES[reason.code], subject=feature_name(voice, reason.subject or ""))


def relaxation_step(voice: Voice, step: RelaxationStep) -> str:
    """Word what one rule relaxed by a step is."""
    words = _LOOSER.get(step.rule) if step.kind == "looser" else None
    words = words or _STEPS.get(step.kind)
    if words is None:
        return rule_name(voice, step.rule)
    return voice.say(
        words,
        rule=rule_name(voice, step.rule),
        name=plain_code(step.rule),
        value=voice.number(step.value or 0),
        instead_of=voice.number(step.instead_of or 0),
        points=voice.number((step.instead_of or 0) / _HUNDREDTHS),
    )
