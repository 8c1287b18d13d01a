"""Reads a page as an assistive tool would."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from services.console.locale import CATALOGUE

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|with|without|yet|from|you|your|nobody|people|this|that)\b", re.IGNORECASE
)
"""Words that no other language of the pages has."""
VOID = {"meta", "link", "input", "img", "br", "hr"}


@dataclass
class PageFaults(HTMLParser):
    """Collects what a page lacks; feed it the page, then look at ``faults()``."""

    ids: list[str] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    inputs: list[dict[str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    images: list[dict[str, str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    scripts: list[dict[str, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    language: str = ""
    title: str = ""
    text: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    unscoped: int = 0
    landmarks: list[str] = field(default_factory=list)
    unspoken: list[str] = field(default_factory=list)
    _label: str = ""
    _visible: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag not in VOID:
            self._open.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        for name in ("aria-labelledby", "aria-describedby", "form"):
            if name in attributes:
                self.references += attributes[name].split()
        self.inline += [name for name in attributes if name.startswith("on") or name == "style"]
        if tag in {"section", "nav"} or attributes.get("role") == "region":
            self.landmarks.append(attributes.get("aria-label") or attributes.get("aria-labelledby", ""))
        if tag in {"a", "button"}:
            self._label, self._visible = attributes.get("aria-label", ""), ""
        self._note(tag, attributes)

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "html":
            self.language = attributes.get("lang", "")
        elif tag in {"input", "select", "textarea"} and attributes.get("type") != "hidden":
            self.inputs.append(attributes)
        elif tag == "label":
            self.labelled.add(attributes.get("for", ""))
        elif tag == "img":
            self.images.append(attributes)
        elif tag == "th" and "scope" not in attributes:
            self.unscoped += 1
        elif tag == "script":
            self.scripts.append(attributes)
        elif tag in {"h1", "h2", "h3"}:
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.unbalanced.append(tag)
        if tag in {"a", "button"} and self._label:
            if self._visible.strip().lower() not in self._label.lower():
                self.unspoken.append(self._label)
            self._label = ""

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data
        if self._open and self._open[-1] == "script" and data.strip():
            self.inline.append("script")
        self._visible += data
        if data.strip():
            self.text.append(data.strip())

    def english(self) -> list[str]:
        """The texts that are in English."""
        own_names = {"English"}
        return [text for text in self.text if text not in own_names and ENGLISH.search(text)]

    def faults(self, language: str = "en") -> list[str]:
        unnamed = [
            attributes
            for attributes in self.inputs
            if attributes.get("id") not in self.labelled and "aria-label" not in attributes
        ]
        jumps = [b for a, b in zip([0, *self.headings], self.headings, strict=False) if b > a + 1]
        checks = {
            "one h1": self.counts.get("h1") == 1,
            "language": self.language == language,
            "title": bool(self.title.strip()),
            "main": self.counts.get("main") == 1,
            "skip link": self.text[1:2] == [CATALOGUE.voice(language).say("Skip to the content")]
            and "main" in self.ids,
            "labels": not unnamed,
            "captions": self.counts.get("caption", 0) == self.counts.get("table", 0),
            "scopes": self.unscoped == 0,
            "text for images": all(image.get("alt") for image in self.images),
            "unique ids": len(self.ids) == len(set(self.ids)),
            "unique landmarks": len(self.landmarks) == len(set(self.landmarks)),
            "names contain visible text": not self.unspoken,
            "references": set(self.references) <= set(self.ids),
            "balanced": not self.unbalanced and not self._open,
            "heading levels": not jumps,
            "nothing inline": not self.inline,
            "no foreign scripts": all(script["src"].startswith("/static/") for script in self.scripts),
            "a table for each chart": self.counts.get("details", 0) >= len(self.images),
        }
        return [name for name, good in checks.items() if not good]


def read_page(html: str) -> PageFaults:
    page = PageFaults()
    page.feed(html)
    page.close()
    return page
