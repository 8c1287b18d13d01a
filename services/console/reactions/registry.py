"""The one set of reactions that the modules of this package fill."""

from typing import Final

from shared.messaging.reactions import Reactions

reactions: Final = Reactions()
