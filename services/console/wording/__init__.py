"""Sentences for codes in the reader's language: the one place from which pages get them.

Each function takes the reader's voice first. A code that a later release of its owner adds has no sentence
here yet: it is shown as it is.
"""

from services.console.wording.applications import decline_reason
from services.console.wording.codes import code_name, question_kind, step_name
from services.console.wording.concerns import OUTCOMES, concern_outcome, concern_state
from services.console.wording.conditions import COMPARISONS, condition_sentence
from services.console.wording.decisions import CHOICES, apart_cause, bound_name, decision
from services.console.wording.feedback import (
    EXECUTIVES_SAY,
    MENTORS_SAY,
    SAID_AT_THE_END,
    asked_name,
    change_name,
    health_reason,
    pair_advice,
    question_name,
    released_figure,
    released_group,
    released_net,
)
from services.console.wording.fit import fit_reason
from services.console.wording.hr_files import hr_fault
from services.console.wording.invitations import order_state, skip_reason
from services.console.wording.names import (
    feature_name,
    group_name,
    grouping_name,
    plain_code,
    rule_name,
)
from services.console.wording.objectives import MEASURES, UNITS, measure_name, target_distance
from services.console.wording.own_figures import occasions, own_figure, own_text
from services.console.wording.period import period
from services.console.wording.policy import (
    criterion_name,
    criterion_sentence,
    learning_limit,
    preset_hint,
    preset_name,
    rule_label,
    rule_sentence,
    weight_word,
)
from services.console.wording.rounds import failure_reason, outcome_name, relaxation_step
from services.console.wording.states import round_state
from services.console.wording.topics import topic_groups, topic_label, topic_name, topic_names
from services.console.wording.training import module_name, row_fault
from services.console.wording.unmatched import missed_reason, unmatched_reason
from services.console.wording.waiting import promise_kept, time_to_match, waiting_reason

__all__ = [
    "CHOICES",
    "COMPARISONS",
    "EXECUTIVES_SAY",
    "MEASURES",
    "MENTORS_SAY",
    "OUTCOMES",
    "SAID_AT_THE_END",
    "UNITS",
    "apart_cause",
    "asked_name",
    "bound_name",
    "change_name",
    "code_name",
    "concern_outcome",
    "concern_state",
    "condition_sentence",
    "criterion_name",
    "criterion_sentence",
    "decision",
    "decline_reason",
    "failure_reason",
    "feature_name",
    "fit_reason",
    "group_name",
    "grouping_name",
    "health_reason",
    "hr_fault",
    "learning_limit",
    "measure_name",
    "missed_reason",
    "module_name",
    "occasions",
    "order_state",
    "outcome_name",
    "own_figure",
    "own_text",
    "pair_advice",
    "period",
    "plain_code",
    "preset_hint",
    "preset_name",
    "promise_kept",
    "question_kind",
    "question_name",
    "relaxation_step",
    "released_figure",
    "released_group",
    "released_net",
    "round_state",
    "row_fault",
    "rule_label",
    "rule_name",
    "rule_sentence",
    "skip_reason",
    "step_name",
    "target_distance",
    "time_to_match",
    "topic_groups",
    "topic_label",
    "topic_name",
    "topic_names",
    "unmatched_reason",
    "waiting_reason",
    "weight_word",
]
