"""Texts of pages that name a role or the programme, with places for own words; a test finds missing ones."""

from typing import Final

from services.console.wording.own_words.counts import COUNTS
from services.console.wording.own_words.fit import FIT
from services.console.wording.own_words.pairs import PAIRS
from services.console.wording.own_words.people import PEOPLE
from services.console.wording.own_words.policy import POLICY
from services.console.wording.own_words.programme import PROGRAMME
from shared.locale import Neutral

NEUTRAL: Final = Neutral({**PEOPLE, **PAIRS, **FIT, **POLICY, **PROGRAMME}, COUNTS)
