"""Published features of participants.

A feature is one entry of ``FEATURES`` in a module of this package; a new module is discovered.
"""

from collections.abc import Mapping, Sequence
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
from services.matching.domain.features.profile_answers import feature_of
from services.matching.domain.not_computable import NotComputable
from shared.contracts.enrollment import FeatureDefinition
from shared.contracts.matching import FailureCode


def _published() -> Mapping[str, Feature]:
    modules = [import_module(f"{__name__}.{entry.name}") for entry in iter_modules(__path__)]
    features = [feature for module in modules for feature in getattr(module, "FEATURES", ())]
    by_name = {feature.name: feature for feature in features}
    if len(by_name) != len(features):
        raise ValueError("two features have one name")
    return MappingProxyType(dict(sorted(by_name.items())))


FEATURES: Final = _published()
"""The published features by name."""


def known_features(defined: Sequence[FeatureDefinition]) -> Mapping[str, Feature]:
    """Return the published features and those that questionnaires of a programme define, by name."""
    if not defined:
        return FEATURES
    own = {feature.name: feature for each in defined if (feature := feature_of(each))}
    return {**own, **FEATURES}


def find_feature(known: Mapping[str, Feature], name: str, field: str) -> Feature:
    """Return the feature that a part of a policy names.

    Raises:
        NotComputable: there is none of this name any more.
    """
    if name not in known:
        raise NotComputable(f"no such feature: {name}", FailureCode.UNKNOWN_FEATURE, name, field=field)
    return known[name]


__all__ = [
    "FEATURES",
    "FULL",
    "MOST_NAMED",
    "NEUTRAL",
    "Compare",
    "Feature",
    "Kind",
    "find_feature",
    "known_features",
]
