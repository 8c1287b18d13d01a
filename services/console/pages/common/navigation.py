"""The sections of a programme, as tabs under its name, and the pages inside a section."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from shared.locale import translatable


class Tab(NamedTuple):
    """A tab of a programme.

    Attributes:
        label: its name.
        pages: the pages of the section by their paths below the programme; the first one is the tab's own.
    """

    label: str
    pages: Mapping[str, str]

    @property
    def path(self) -> str:
        """The path of the tab's own page."""
        return next(iter(self.pages))


def is_below(path: str, page: str) -> bool:
    """Return whether a path below the programme is a page's own, or below it.

    Nothing is below the overview.
    """
    return path == page or (bool(page) and path.startswith(f"{page}/"))


SECTIONS: Final = (
    Tab(
        translatable("Overview"),
        {
            "": translatable("Overview"),
            "/report": translatable("Report"),
            "/set-up": translatable("Set up"),
            "/end": translatable("End of the programme"),
        },
    ),
    Tab(
        translatable("People"),
        {
            "/people": translatable("People"),
            "/applications": translatable("Applications"),
            "/import": translatable("Import people"),
            "/invitations": translatable("Invite people"),
            "/training-modules": translatable("Modules of your own"),
            "/training-completions": translatable("Training taken elsewhere"),
            "/circles": translatable("Circles"),
            "/topics": translatable("Topics"),
            "/terms": translatable("Terms"),
            "/questions": translatable("Questions of the programme"),
            "/words": translatable("Words for roles and programme"),
        },
    ),
    Tab(
        translatable("Matching"),
        {
            "/rounds": translatable("Matchings"),
            "/matches": translatable("Proposals"),
            "/waiting": translatable("Waiting for a partner"),
            "/policy": translatable("Rules and weights"),
            "/do-not-match": translatable("Kept apart"),
            "/sponsors": translatable("Sponsors"),
        },
    ),
    Tab(translatable("Sessions"), {"/sessions": translatable("Sessions")}),
    Tab(
        translatable("Feedback"),
        {
            "/feedback": translatable("Feedback"),
            "/survey-questions": translatable("Questions in check-ins and surveys"),
            "/help-questions": translatable("Questions"),
            "/concerns": translatable("Concerns"),
        },
    ),
)
"""In the order of a programme's course."""


def section_of(path: str) -> Tab:
    """Return the section of a path below the programme; the overview, if there is no other."""
    return next((one for one in SECTIONS if any(is_below(path, page) for page in one.pages)), SECTIONS[0])
