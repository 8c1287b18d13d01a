"""The version of the platform; the only place that states it."""

from typing import Final

VERSION: Final = "0.1.0"
