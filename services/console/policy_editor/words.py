"""A policy in plain words, and what one version has that another has not."""

from collections.abc import Mapping
from typing import Any, Final

from services.console.clients.matching.policy import Decisions

HUNDREDTHS: Final = 100
_PAIRS: Final = {
    "must_pair": "pairs that must be made",
    "must_not_pair": "pairs that must not be made",
}
_KNOWN: Final = {"rules", "conditions", "criteria", "objective", *_PAIRS}


def parts(decisions: Decisions) -> dict[str, str]:
    """Each part of a policy by its name; pairs are counted."""
    found = {f"Rule {each['rule']}": _rule(each) for each in decisions.get("rules", ())}
    found |= {f"Condition {each['name']}": _condition(each) for each in decisions.get("conditions", ())}
    found |= {f"Criterion {each['name']}": _criterion(each) for each in decisions.get("criteria", ())}
    found |= _objective(decisions.get("objective", {}))
    found |= {
        words.capitalize(): f"{len(decisions[name])}" for name, words in _PAIRS.items() if decisions.get(name)
    }
    return found | _others(decisions)


def changes(before: Decisions, after: Decisions) -> list[str]:
    """Return the changes of the later version, line by line."""
    old, new = parts(before), parts(after)
    lines = [_change(name, old.get(name), new.get(name)) for name in {**old, **new}]
    return [line for line in lines if line] + _pairs_changed(before, after)


def _change(name: str, old: str | None, new: str | None) -> str:
    if old == new or name.lower() in _PAIRS.values():
        return ""
    if old is None:
        return f"{name} added: {new}"
    return f"{name}: {new} instead of {old}" if new is not None else f"{name} removed (was: {old})"


def _pairs_changed(before: Decisions, after: Decisions) -> list[str]:
    lines = []
    for name, words in _PAIRS.items():
        old, new = ({_key(pair) for pair in side.get(name, ())} for side in (before, after))
        if old != new:
            lines.append(f"{words.capitalize()}: {len(new - old)} added, {len(old - new)} removed")
    return lines


def _key(pair: Mapping[str, str]) -> tuple[str, str]:
    return pair["mentor_id"], pair["mentee_id"]


def _others(decisions: Decisions) -> dict[str, str]:
    """Return the changes of settings without words of their own."""
    found: dict[str, str] = {}
    for name, part in decisions.items():
        if name in _KNOWN or not part:
            continue
        inner = part if isinstance(part, dict) else {"": part}
        found |= {f"{_title(name)} {_title(key).lower()}".strip(): str(value) for key, value in inner.items()}
    return found


def _title(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _rule(setting: Mapping[str, Any]) -> str:
    if not setting.get("on", True):
        return "off"
    return "on" if setting.get("value") is None else f"on, with {setting['value']}"


def _condition(condition: Mapping[str, Any]) -> str:
    return f"{spoken(condition['allow'])} (or else: {condition['breach']})"


def _criterion(criterion: Mapping[str, Any]) -> str:
    return f"{criterion['measure']} {', '.join(criterion['features'])}, {points(criterion['weight'])} points"


def _objective(objective: Mapping[str, Any]) -> dict[str, str]:
    fairness = objective.get("fairness")
    found = {"Aim": str(objective.get("aim", "participation"))}
    if objective.get("worth"):
        found["Worth of a pair"] = f"{points(objective['worth'])} points"
    if objective.get("floor") is not None:
        found["Floor"] = f"{points(objective['floor'])} points"
    if fairness:
        found["Fairness"] = (
            f"{points(fairness['least_mean'])} points a pair in each {fairness['feature']}"
            f" of {fairness.get('smallest', 5)} people or more"
        )
    return found | {
        "Priority of people without a partner last time": f"{points(objective.get('priority', 1000))} points"
    }


def points(hundredths: float) -> str:
    """``4050`` becomes ``40.5``."""
    return f"{hundredths / HUNDREDTHS:.2f}".rstrip("0").rstrip(".")


def spoken(node: Mapping[str, Any]) -> str:
    """A condition in words."""
    for key, word in (("all", " and "), ("any", " or ")):
        if key in node:
            inner = [spoken(part) for part in node[key]]
            return inner[0] if len(inner) == 1 else f"({word.join(inner)})"
    if "not" in node:
        return f"not {spoken(node['not'])}"
    return _comparison(node) if "compare" in node else _test(node)


def _comparison(node: Mapping[str, Any]) -> str:
    feature, by = node["feature"], node.get("by", 1)
    return {
        "same": f"both have the same {feature}",
        "within": f"their {feature} is no more than {by} apart",
        "above": f"the mentor's {feature} is at least {by} above the mentee's",
        "below": f"the mentor's {feature} is at least {by} below the mentee's",
        "shared": f"both share one of {feature} at level {by} or above",
    }.get(node["compare"], f"{feature} {node['compare']}")


def _test(node: Mapping[str, Any]) -> str:
    words = str(node["is"]).replace("-", " ")
    level = f" at level {node['level']} or above" if node.get("level", 1) > 1 else ""
    return f"the {node['of']}'s {node['feature']} is {words} {', '.join(map(str, node['values']))}{level}"
