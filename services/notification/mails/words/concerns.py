"""Words about concerns and alerts, to those who handle them and to those who wrote them; they name nobody."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter


def _concern_assigned(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("A concern is assigned to you"), (_read_in_time(letter),), button=say("See your concerns")
    )


def _concern_reminder(letter: Letter) -> Content:
    say, voice = letter.voice.say, letter.voice
    return Content(
        say("By {day}: acknowledge a concern", day=voice.day(letter.deadline)),
        (
            say(
                "A concern that is assigned to you waits until {time}. Then it goes to somebody else.",
                time=voice.time(letter.deadline),
            ),
        ),
        button=say("See your concerns"),
    )


def _alert(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your help is needed as a sponsor"),
        (say("Something confidential waits for you. This message names nobody."), _read_in_time(letter)),
        button=say("See what waits for you"),
    )


def _alert_reminder(letter: Letter) -> Content:
    say, voice = letter.voice.say, letter.voice
    return Content(
        say("By {day}: your help as a sponsor", day=voice.day(letter.deadline)),
        (
            say(
                "Something confidential waits for you until {time}. Then it goes to somebody else.",
                time=voice.time(letter.deadline),
            ),
        ),
        button=say("See what waits for you"),
    )


def _answer_waits(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("There is an answer for you"),
        (say("Sign in to read it, and write back on the page."),),
        button=say("Read the answer"),
    )


def _read_in_time(letter: Letter) -> str:
    return letter.voice.say(
        "Sign in to read it, and acknowledge it by {time}. After that it goes to somebody else.",
        time=letter.voice.time(letter.deadline),
    )


WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    Kind.CONCERN_ASSIGNED: _concern_assigned,
    Kind.CONCERN_REMINDER: _concern_reminder,
    Kind.ALERT: _alert,
    Kind.ALERT_REMINDER: _alert_reminder,
    Kind.ANSWER_WAITS: _answer_waits,
    Kind.ALERT_ANSWERED: _answer_waits,
}
