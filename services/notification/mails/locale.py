"""The texts of messages in each language."""

from pathlib import Path
from typing import Final

from shared.locale import Catalogue

CATALOGUE: Final = Catalogue(Path(__file__).parent / "locales")
