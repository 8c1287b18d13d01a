"""Parts of a policy whose fields are plain: each shown as a section of the editor, where matching has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.console.wording.names import plain_code
from shared.locale import Voice, translatable


@dataclass(frozen=True)
class Setting:
    """One field: a number between two bounds, one of several words, or yes or no.

    Attributes:
        name: what matching calls it.
        label: its text for people, in English.
        words: values and their texts, in English; a number or yes or no has none.
        low: the least number; None where it is no number.
        high: the greatest.
    """

    name: str
    label: str
    words: tuple[tuple[str, str], ...] = ()
    low: int | None = None
    high: int | None = None

    def typed(self, value: Any) -> str:
        """Return the field's text for a value."""
        return str(value) if value not in (True, False) else ("on" if value else "")

    def spoken(self, voice: Voice, value: Any) -> str:
        """Return the value in words."""
        if self.words:
            return voice.say(dict(self.words)[value]) if value in dict(self.words) else plain_code(value)
        if self.low is not None:
            return voice.number(value)
        return voice.say("Yes") if value else voice.say("No")

    def options(self, voice: Voice) -> list[tuple[str, str]]:
        """Return the values with their words, for a list to choose from."""
        return [(value, voice.say(words)) for value, words in self.words]

    def value(self, text: str) -> Any:
        """Return the value for a field's text; what is no number goes as it is, to be refused by name."""
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
        """Return all fields as they are before anybody edits them."""
        return {each.name: each.typed(values[each.name]) for each in self.settings if each.name in values}

    def values(self, typed: Mapping[str, str]) -> dict[str, Any]:
        """Return the values of the fields."""
        return {each.name: each.value(typed[each.name]) for each in self.settings if each.name in typed}


SECTIONS: Final = (
    Section(
        "choice",
        translatable("Who chooses"),
        translatable("A list shows only people with capacity, and reserves them for its reader."),
        (
            Setting(
                "mode",
                translatable("Pairs are made"),
                (
                    ("administrator", translatable("by matchings that the coordinator approves")),
                    ("suggested", translatable("by choice from lists that a matching makes")),
                    ("self", translatable("by choice only: people ask for lists; there are no matchings")),
                    ("hybrid", translatable("by choice, and by matchings for all who are still free")),
                ),
            ),
            Setting(
                "chooser",
                translatable("Who chooses"),
                (("mentee", translatable("mentees")), ("mentor", translatable("mentors"))),
            ),
            Setting("shown", translatable("People on a list"), low=1, high=10),
            Setting("days", translatable("Working days a list is held"), low=1, high=20),
            Setting("more", translatable("Times a list may be swapped"), low=0, high=10),
        ),
    ),
    Section(
        "following",
        translatable("Between matchings"),
        translatable(
            "Small matchings start automatically to match again people whose proposal or pairing ended."
        ),
        (
            Setting(
                "fall_through",
                translatable("The next best is"),
                (
                    ("automatic", translatable("found and asked at once")),
                    ("approved-by-coordinator", translatable("found at once, asked once I approve")),
                    ("off", translatable("left to the next matching")),
                ),
            ),
            Setting("continuous", translatable("Match people as soon as they are ready")),
            Setting(
                "after_minutes",
                translatable("Minutes that a small matching waits for others"),
                low=1,
                high=10_080,
            ),
            Setting(
                "most_asked", translatable("Times that somebody may ask for another partner"), low=0, high=20
            ),
        ),
    ),
    Section(
        "service_level",
        translatable("Time to match"),
        translatable(
            "Counts the days from ready to the first pairing. A page lists the people who wait longer."
        ),
        (
            Setting("days", translatable("Days within which somebody is paired"), low=1, high=365),
            Setting("share", translatable("Percent of people for whom this holds"), low=1, high=100),
        ),
    ),
)
