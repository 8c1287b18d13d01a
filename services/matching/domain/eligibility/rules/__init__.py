"""Hard rules: pairs that break one are never proposed, whatever they would score.

A rule is a module of this package with one ``RULE``; a new module is discovered.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from services.matching.domain.eligibility.rules.rule import Rule, Setting


def _published() -> Mapping[str, Rule]:
    modules = [import_module(f"{__name__}.{entry.name}") for entry in iter_modules(__path__)]
    rules = [module.RULE for module in modules if hasattr(module, "RULE")]
    by_name = {rule.name: rule for rule in sorted(rules, key=lambda rule: (rule.rank, rule.name))}
    if len(by_name) != len(rules):
        raise ValueError("two rules have one name")
    return MappingProxyType(by_name)


RULES: Final = _published()
"""All rules by name, the lowest rank first."""

__all__ = ["RULES", "Rule", "Setting"]
