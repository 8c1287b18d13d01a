"""Both speak one language at a level or better."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from services.matching.domain.arrays import Flags
from services.matching.domain.eligibility.rules.rule import Rule, Setting
from services.matching.domain.people.person import Person


def _spoken(person: Person, level: int) -> tuple[str, ...]:
    return tuple(sorted({spoken.code for spoken in person.profile.languages if spoken.level >= level}))


def _allowed(
    mentees: Sequence[tuple[str, ...]], mentors: Sequence[tuple[str, ...]], _: int, __: int
) -> Flags:
    codes = {code: n for n, code in enumerate(sorted({code for spoken in mentees for code in spoken}))}
    common: Flags = _table(mentees, codes) @ _table(mentors, codes).T
    return common


def _table(classes: Sequence[tuple[str, ...]], codes: dict[str, int]) -> Flags:
    table = np.zeros((len(classes), len(codes)), dtype=np.bool_)
    for n, spoken in enumerate(classes):
        table[n, [codes[code] for code in spoken if code in codes]] = True
    return table


RULE: Final = Rule(
    name="language",
    rank=40,
    key=_spoken,
    allowed=_allowed,
    setting=Setting(low=1, high=5, of=lambda rules: rules.min_language_level, step=-1),
)
