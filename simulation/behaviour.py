"""The decisions of people: each depends only on the person and its subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from simulation.chance import Chance
from simulation.personas import Persona

_CANCEL: Final = {"mentee": 0.20, "mentor": 0.04}
_NO_SHOW: Final = {"mentee": 0.06, "mentor": 0.03}
_MOVE: Final = {"mentee": 0.10, "mentor": 0.02}
_CANCEL_REASONS: Final = ("calendar", "calendar", "calendar", "travel", "ill", "private")
_DECLINE_REASONS: Final = ("no-time", "no-time", "not-a-fit", "know-each-other", "private")
_DIGEST_SHARE: Final = 0.1
_QUIET_SHARE: Final = 0.1
_BY_LINK_SHARE: Final = 0.15
_REMINDED_SHARE: Final = 0.1
_SILENT_SHARE: Final = 0.4
_ASSISTANT_SHARE: Final = 0.3
_HELP_SHARE: Final = 0.3
_HOPE_SHARE: Final = 0.33
_RETURN_SHARE: Final = 0.8
_LEAVES_SHARE: Final = 0.12
_NEVER: Final = 999
HELP_TEXTS: Final = (
    "Can we meet by video as well?",
    "Do I have to tell my lead what we talk about?",
    "Can we move a session to another day?",
    "What happens if I want to leave?",
)
"""The questions that people ask the coordinator."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The facts of a pairing that decide how well it works.

    Attributes:
        id: the pairing's.
        score: what matching gave it, up to 10,000.
        shared: the number of wanted topics that are offered.
        wanted: the number of wanted topics.
    """

    id: str
    score: int
    shared: int
    wanted: int


class Behaviour:
    """The decisions of all people in one run.

    Args:
        chance: the run's.
    """

    def __init__(self, chance: Chance) -> None:
        self._chance = chance

    def joins_by_link(self, who: Persona) -> bool:
        """Return whether a junior is not invited, and comes by a link to the page to join."""
        return who.role == "mentor" and self._chance.happens(_BY_LINK_SHARE, "by-link", who.id)

    def waits_for_reminder(self, who: Persona) -> bool:
        """Return whether a person answers an invitation only when reminded of it."""
        return self._chance.happens(_REMINDED_SHARE, "reminded", who.id)

    def declines_invitation_after(self, who: Persona) -> int | None:
        """Days until somebody who is not willing says no; None for those who never answer."""
        dice = self._chance.dice("invitation", who.id)
        return None if dice.random() < _SILENT_SHARE else min(int(dice.expovariate(1 / 3)), 12)

    def assesses_after(self, who: Persona) -> int:
        """Days from enrolling to the questionnaire; a few people never answer it."""
        return self._patience(who, "assessment", within=4, never=0.03)

    def trains_after(self, who: Persona) -> int:
        """Days from enrolling to the induction training; a few people never take it."""
        return self._patience(who, "training", within=7, never=0.04)

    def writes_a_hope(self, who: Persona) -> bool:
        """Return whether a person answers the question that need not be answered."""
        return self._chance.happens(_HOPE_SHARE, "hope", who.id)

    def agrees_after(self, who: Persona) -> int:
        """Days from a mail about changed terms until a person agrees; a few never do."""
        return self._patience(who, "terms", within=9, never=0.02)

    def asks_for_help(self, who: Persona) -> tuple[int, str] | None:
        """Days from enrolling until a person asks the coordinator something, and what; mostly None."""
        if not self._chance.happens(_HELP_SHARE, "help", who.id):
            return None
        dice = self._chance.dice("help-text", who.id)
        return dice.randint(1, 20), dice.choice(HELP_TEXTS)

    def has_assistant(self, who: Persona) -> bool:
        """Return whether an executive lets an assistant look after the times of sessions."""
        return who.role == "mentee" and self._chance.happens(_ASSISTANT_SHARE, "assistant", who.id)

    def mail_preferences(self, who: Persona) -> dict[str, Any] | None:
        """Return how a person wants mails.

        One in ten in a daily digest, one in ten not at night, others at once.
        """
        share = self._chance.share("mail-wishes", who.id)
        if share < _DIGEST_SHARE:
            return {"daily": ["answers", "news", "sessions"]}
        quiet = {"quiet_hours": {"begins_at": "19:00", "ends_at": "07:00"}}
        return quiet if share < _DIGEST_SHARE + _QUIET_SHARE else None

    def answers(self, who: Persona, item_options: Sequence[tuple[str, Sequence[str]]]) -> dict[str, str]:
        """Choose an option for each item: mostly by the person's leaning, sometimes another.

        Args:
            who: the person.
            item_options: item ids with their options, each item beginning one kind further than the last.
        """
        leaning = self._chance.dice("leaning", who.id).randrange(120)
        chosen = {}
        for number, (item, options) in enumerate(item_options):
            dice = self._chance.dice("item", who.id, item)
            usual = (leaning - number) % len(options)
            chosen[item] = options[usual] if dice.random() < 0.6 else dice.choice(options)
        return chosen

    def style(self, who: Persona) -> dict[str, int]:
        """Pace, directness and formality, 1 to 5; formality grows with the grade."""
        dice = self._chance.dice("style", who.id)
        means = {"pace": 3.0, "directness": 3.0, "formality": 1.5 + who.employee.grade / 4}
        return {trait: max(1, min(5, round(dice.gauss(mean, 1)))) for trait, mean in means.items()}

    def answers_proposal_after(self, who: Persona, proposal: str) -> int:
        """Working days until the answer to a proposal; slow people miss its expiry."""
        dice = self._chance.dice("answer-delay", who.id, proposal)
        return min(int(dice.expovariate(0.5 + 2.2 * who.promptness)), 6)

    def declines(self, who: Persona, proposal: str, score: int) -> str | None:
        """Return the reason to decline, or None to accept: the better the score, the more people accept."""
        dice = self._chance.dice("decline", who.id, proposal)
        if dice.random() < 0.16 - 0.12 * score / 10_000:
            return dice.choice(_DECLINE_REASONS)
        return None

    def asks_for_more(self, who: Persona, proposal: str) -> bool:
        """Return whether a person who declines asks for another partner."""
        return self._chance.happens(0.5, "more", who.id, proposal)

    def contacts_after(self, who: Persona, pairing: str) -> int:
        """Working days until an executive makes the first contact; a few wait for the first session."""
        return self._patience(who, f"contact/{pairing}", within=6, never=0.12)

    def cancels(self, who: Persona, session: str) -> tuple[timedelta, str] | None:
        """Return how long before a session a person cancels it, and why; None for no cancellation."""
        dice = self._chance.dice("cancel", who.id, session)
        if dice.random() < _CANCEL[who.role] * 1.6 * (1 - who.reliability) + 0.02:
            return timedelta(hours=dice.choice((26, 50, 74, 98))), dice.choice(_CANCEL_REASONS)
        return None

    def moves(self, who: Persona, session: str) -> timedelta | None:
        """Return how long before a session a person moves it; None for no move."""
        dice = self._chance.dice("move", who.id, session)
        return timedelta(hours=dice.choice((74, 98, 122))) if dice.random() < _MOVE[who.role] else None

    def picks(self, who: Persona, session: str, slots: Sequence[Any]) -> Any:
        """Choose one of the free slots."""
        return self._chance.choose(slots, "slot", who.id, session)

    def stays_away(self, who: Persona, session: str) -> bool:
        """Return whether a person misses a session without cancelling it."""
        return self._chance.happens(
            _NO_SHOW[who.role] * 1.6 * (1 - who.reliability) + 0.01, "no-show", who.id, session
        )

    def checks_in_after(self, who: Persona, check_in: str) -> int:
        """Working days until the answer to a check-in; about one in five is late or missing."""
        dice = self._chance.dice("check-in-delay", who.id, check_in)
        if dice.random() < 0.26 * (1.3 - who.promptness) + 0.05:
            return _NEVER
        return min(int(dice.expovariate(0.4 + who.promptness)), 8)

    def rating(self, who: Persona, pair: Pair, number: int) -> int:
        """Return the rating of a session, 1 to 5: it follows the match, the chemistry and the person."""
        dice = self._chance.dice("rating", who.id, pair.id, number)
        quality = self.quality(pair)
        rating = round(2.1 + 2.9 * quality + 0.5 * who.warmth + dice.gauss(0, 0.55))
        return max(1, min(5, rating))

    def opinion(self, who: Persona, survey: str, question: str, lowest: int, highest: int) -> int:
        """Return the answer to a question of a survey: it follows the person, and is good as a rule."""
        dice = self._chance.dice("opinion", who.id, survey, question)
        share = 0.74 + 0.25 * who.warmth + dice.gauss(0, 0.18)
        return lowest + round(max(0.0, min(1.0, share)) * (highest - lowest))

    def changes(self, who: Persona, session: str) -> int | None:
        """Return the kind of change, by its number, that an executive records after a session.

        Mostly none.
        """
        dice = self._chance.dice("change", who.id, session)
        return dice.randrange(6) if who.role == "mentee" and dice.random() < 0.25 else None

    def leaves_pairing(self, who: Persona, pair: Pair, rating: int, number: int) -> bool:
        """Return whether a mentor uses the no-fault exit after a bad session."""
        return (
            who.role == "mentor"
            and rating <= 2
            and self._chance.happens(0.35, "leaves", who.id, pair.id, number)
        )

    def leaves_programme_after(self, who: Persona, days: int) -> int | None:
        """Days from enrolling to leaving a programme of this length; None for people who stay."""
        dice = self._chance.dice("withdrawal", who.id)
        return dice.randint(5, max(days, 6)) if dice.random() < _LEAVES_SHARE else None

    def returns_after(self, who: Persona) -> int | None:
        """Days from leaving the programme until a person comes back; None for who stays away."""
        dice = self._chance.dice("return", who.id)
        return dice.randint(7, 28) if dice.random() < _RETURN_SHARE else None

    def quality(self, pair: Pair) -> float:
        """Return the quality of a pairing, 0 to 1."""
        chemistry = self._chance.share("chemistry", pair.id)
        topics = pair.shared / pair.wanted if pair.wanted else 0.0
        return 0.4 * pair.score / 10_000 + 0.3 * topics + 0.3 * chemistry

    def _patience(self, who: Persona, matter: str, *, within: int, never: float) -> int:
        dice = self._chance.dice(matter, who.id)
        if dice.random() < never:
            return _NEVER
        return min(int(dice.expovariate(0.3 + who.promptness)), within)
