"""Markdown on pages: text only, no HTML of the author's, no pictures, links to https alone."""

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def render_markdown(text: str) -> Markup:
    """Return the HTML of a text; HTML that it contains is shown as text."""
    return Markup(_renderer().render(text))  # noqa: S704 (the renderer escapes what the author wrote)


@cache
def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 (only where a training is read: it takes time)

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    # The library's own way to restrict links.
    renderer.validateLink = _is_https  # type: ignore[method-assign]
    return renderer


def _is_https(url: str) -> bool:
    return url.lower().startswith("https://")
