"""Sentences for codes in the reader's language: the one place from which pages get them.

Each function takes the reader's voice first. A code that a later release of its owner adds has no sentence
here yet: it is shown as it is.
"""

from services.console.wording.codes import code_name
from services.console.wording.fit import fit_reason
from services.console.wording.names import feature_name, plain_code, rule_name
from services.console.wording.rounds import failure_reason, outcome_name, relaxation_step
from services.console.wording.unmatched import missed_reason, unmatched_reason

__all__ = [
    "code_name",
    "failure_reason",
    "feature_name",
    "fit_reason",
    "missed_reason",
    "outcome_name",
    "plain_code",
    "relaxation_step",
    "rule_name",
    "unmatched_reason",
]
