"""The registry of feedback's reactions; the modules beside this one add theirs."""

from typing import Final

from shared.messaging import Reactions

reactions: Final = Reactions()
