"""Parts of a policy whose fields are plain: each shown as a section of the editor, where matching has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Setting:
    """One field: a number between two bounds, one of several words, or yes or no.

    Attributes:
        name: what matching calls it.
        label: what people read.
        words: values and what they mean; a number or yes or no has none.
        low: the least number; None where it is no number.
        high: the greatest.
    """

    name: str
    label: str
    words: tuple[tuple[str, str], ...] = ()
    low: int | None = None
    high: int | None = None

    def typed(self, value: Any) -> str:
        """The field's text for a value."""
        return str(value) if value not in (True, False) else ("on" if value else "")

    def value(self, text: str) -> Any:
        """The value for a field's text; what is no number goes as it is, to be refused by name."""
        if self.low is not None:
            return int(text) if text.isdecimal() and len(text) < 10 else text
        return text if self.words else text == "on"


@dataclass(frozen=True)
class Section:
    """One part of a policy."""

    name: str
    title: str
    hint: str
    settings: tuple[Setting, ...]

    def typed(self, values: Mapping[str, Any]) -> dict[str, str]:
        """All fields as they are before anybody edits them."""
        return {each.name: each.typed(values[each.name]) for each in self.settings if each.name in values}

    def values(self, typed: Mapping[str, str]) -> dict[str, Any]:
        """Return the values of the fields."""
        return {each.name: each.value(typed[each.name]) for each in self.settings if each.name in typed}


SECTIONS: Final = (
    Section(
        "choice",
        "Who chooses",
        "A list shows only people with capacity, and reserves them for its reader.",
        (
            Setting(
                "mode",
                "Pairs come about",
                (
                    ("administrator", "by matchings that the coordinator approves"),
                    ("suggested", "by choice from lists that a matching makes"),
                    ("self", "by choice only: people ask for lists; there are no matchings"),
                    ("hybrid", "by choice, and by matchings for all who are still free"),
                ),
            ),
            Setting("chooser", "Who chooses", (("mentee", "mentees"), ("mentor", "mentors"))),
            Setting("shown", "People on a list", low=1, high=10),
            Setting("days", "Working days a list is held", low=1, high=20),
            Setting("more", "Times a list may be swapped", low=0, high=10),
        ),
    ),
    Section(
        "following",
        "Between matchings",
        "Small matchings start automatically to match again people whose proposal or pairing ended.",
        (
            Setting(
                "fall_through",
                "The next best is",
                (
                    ("automatic", "found and asked at once"),
                    ("approved-by-coordinator", "found at once, asked once I approve"),
                    ("off", "left to the next matching"),
                ),
            ),
            Setting("continuous", "Match people as soon as they are ready"),
            Setting("after_minutes", "Minutes that a small matching waits for others", low=1, high=10_080),
            Setting("most_asked", "Times that somebody may ask for another partner", low=0, high=20),
        ),
    ),
    Section(
        "service_level",
        "Time to match",
        "Counts the days from ready to the first pairing. Pairings lists the people who wait longer.",
        (
            Setting("days", "Days within which somebody is paired", low=1, high=365),
            Setting("share", "Percent of people for whom this holds", low=1, high=100),
        ),
    ),
)
