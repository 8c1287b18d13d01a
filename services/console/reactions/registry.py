"""The one set of reactions that the modules of this package fill."""

from typing import Final

from services.console.store import TALLIES
from shared.messaging import OF_PROGRAMME, Reactions

reactions: Final = Reactions(loads={TALLIES: OF_PROGRAMME})
