"""Published features of participants.

A feature is one entry of ``FEATURES`` in a module of this package; a new module is discovered.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from services.matching.domain.features.feature import (
    FULL,
    MOST_NAMED,
    NEUTRAL,
    Compare,
    Feature,
    Kind,
)


def _published() -> Mapping[str, Feature]:
    modules = [import_module(f"{__name__}.{entry.name}") for entry in iter_modules(__path__)]
    features = [feature for module in modules for feature in getattr(module, "FEATURES", ())]
    by_name = {feature.name: feature for feature in features}
    if len(by_name) != len(features):
        raise ValueError("two features have one name")
    return MappingProxyType(dict(sorted(by_name.items())))


FEATURES: Final = _published()
"""All features by name."""

__all__ = ["FEATURES", "FULL", "MOST_NAMED", "NEUTRAL", "Compare", "Feature", "Kind"]
