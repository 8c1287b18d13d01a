"""Whether a policy can be used, beyond its shape."""

from collections.abc import Iterable, Mapping, Sequence

from services.matching.domain.eligibility.condition_validation import check_condition
from services.matching.domain.eligibility.rules import RULES
from services.matching.domain.features import Feature, Kind, known_features
from services.matching.domain.policy.following import FallThrough, Following
from services.matching.domain.policy.objective import Aim, Objective
from services.matching.domain.policy.policy import Criterion, Decisions, PairOf, RuleSetting
from services.matching.domain.scoring.criteria.degrees import measures_of
from shared.contracts.enrollment import FeatureDefinition
from shared.kernel import RuleBroken


def check_decisions(decisions: Decisions, defined: Sequence[FeatureDefinition] = ()) -> None:
    """Check everything a policy names.

    Args:
        decisions: the policy.
        defined: the features that questionnaires of the programme define.

    Raises:
        RuleBroken: naming the path of the first thing that cannot be used.
    """
    known = known_features(defined)
    for n, setting in enumerate(decisions.rules):
        _check_rule(setting, f"rules[{n}]")
    _check_distinct("rules", (setting.rule for setting in decisions.rules), "rule")
    for n, condition in enumerate(decisions.conditions):
        if condition.name in RULES:
            raise RuleBroken(
                "a rule has this name: {name}",
                code="name-taken",
                name=condition.name,
                field=f"conditions[{n}].name",
            )
        check_condition(condition.allow, f"conditions[{n}].allow", known)
    _check_distinct("conditions", (condition.name for condition in decisions.conditions), "name")
    for n, criterion in enumerate(decisions.criteria):
        _check_criterion(criterion, f"criteria[{n}]", known)
    _check_distinct("criteria", (criterion.name for criterion in decisions.criteria), "name")
    weight = sum(criterion.weight for criterion in decisions.criteria)
    if not 0 < weight <= 10_000:
        raise RuleBroken(
            "weights add up to {weight}; 1 to 10,000 are allowed",
            code="weights-out-of-range",
            weight=weight,
            field="criteria",
        )
    _check_objective(decisions.objective, known)
    _check_following(decisions.following)
    _check_pairs(decisions)


def _check_distinct(field: str, names: Iterable[str], part: str) -> None:
    seen: set[str] = set()
    for n, name in enumerate(names):
        if name in seen:
            raise RuleBroken(
                "occurs twice: {name}", code="listed-twice", name=name, field=f"{field}[{n}].{part}"
            )
        seen.add(name)


def _check_rule(setting: RuleSetting, path: str) -> None:
    rule = RULES.get(setting.rule)
    if rule is None:
        raise RuleBroken("no such rule: {rule}", code="unknown-rule", rule=setting.rule, field=f"{path}.rule")
    if rule.always and not setting.on:
        raise RuleBroken(
            "{rule} can't be switched off", code="rule-always-on", rule=rule.name, field=f"{path}.on"
        )
    if setting.value is None:
        return
    if rule.setting is None:
        raise RuleBroken(
            "{rule} has no value", code="rule-without-value", rule=rule.name, field=f"{path}.value"
        )
    if not rule.setting.low <= setting.value <= rule.setting.high:
        allowed = f"{rule.setting.low} to {rule.setting.high}"
        raise RuleBroken(
            "{value} is outside {allowed}",
            code="value-out-of-range",
            value=setting.value,
            allowed=allowed,
            field=f"{path}.value",
        )


def _check_criterion(criterion: Criterion, path: str, known: Mapping[str, Feature]) -> None:
    for n, name in enumerate(criterion.features):
        feature = known.get(name)
        if feature is None:
            raise RuleBroken(
                "no such feature: {name}", code="unknown-feature", name=name, field=f"{path}.features[{n}]"
            )
        if criterion.measure not in measures_of(feature):
            raise RuleBroken(
                "{name} can't be compared as {measure}",
                code="measure-does-not-fit",
                name=name,
                measure=criterion.measure,
                field=f"{path}.measure",
            )
        if feature.sensitive and criterion.weight and criterion.purpose is None:
            raise RuleBroken(
                "{name} is sensitive: say what it is compared for",
                code="purpose-needed",
                name=name,
                field=f"{path}.purpose",
            )


def _check_objective(objective: Objective, known: Mapping[str, Feature]) -> None:
    if objective.worth and objective.aim is not Aim.SCORE:
        raise RuleBroken("only the aim score has a worth", code="worth-of-aim-score", field="objective.worth")
    if objective.fairness is None:
        return
    feature = known.get(objective.fairness.feature)
    if feature is None or feature.kind is not Kind.CATEGORY or feature.sensitive:
        raise RuleBroken(
            "a category that is not sensitive is needed",
            code="category-needed",
            field="objective.fairness.feature",
        )


def _check_following(following: Following) -> None:
    if following.continuous and following.fall_through is FallThrough.OFF:
        raise RuleBroken(
            "nothing follows a round while fall_through is off",
            code="nothing-follows-rounds",
            field="following.continuous",
        )


def _check_pairs(decisions: Decisions) -> None:
    never = {_key(pair) for pair in decisions.must_not_pair}
    seen: set[tuple[str, str]] = set()
    for n, pair in enumerate(decisions.must_pair):
        if _key(pair) in never:
            raise RuleBroken(
                "the same pair must not be made", code="pair-must-not-be-made", field=f"must_pair[{n}]"
            )
        if _key(pair) in seen:
            raise RuleBroken("the pair occurs twice", code="listed-twice", field=f"must_pair[{n}]")
        seen.add(_key(pair))
        for m, name in enumerate(pair.despite):
            rule = RULES.get(name)
            if rule is None or not rule.conflict or rule.always:
                raise RuleBroken(
                    "no pair can be made in spite of {name}",
                    code="rule-without-exception",
                    name=name,
                    field=f"must_pair[{n}].despite[{m}]",
                )


def _key(pair: PairOf) -> tuple[str, str]:
    return pair.mentor_id, pair.mentee_id
