"""Charts in the theme of the page that shows them."""

from typing import Final

DARK_DEVICE: Final = "@media (prefers-color-scheme: dark)"
"""The condition of a chart's dark colours as it is drawn."""
_CHOSEN: Final = {"light": "@media not all", "dark": "@media all"}


def in_theme(svg: bytes, theme: str) -> bytes:
    """Return a drawn chart in a theme: light, dark, or as the device is set."""
    return svg.replace(DARK_DEVICE.encode(), _CHOSEN.get(theme, DARK_DEVICE).encode())
