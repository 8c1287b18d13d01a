"""Words to and about sponsors of pairs; they name nobody."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter


def _asked(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your answer: be the sponsor of a pair?"),
        (
            say("A coordinator asks you to be the sponsor of two people in reverse mentoring."),
            say("A sponsor is somebody outside both reporting lines whom the mentor can turn to."),
            say("Sign in to see who the two are, and accept or decline. You need no reason."),
        ),
        button=say("Answer"),
    )


def _asked_reminder(letter: Letter) -> Content:
    say, voice = letter.voice.say, letter.voice
    return Content(
        say("By {day}: be the sponsor of a pair?", day=voice.day(letter.deadline)),
        (
            say(
                "You are asked to be the sponsor of two people. The request ends on {time}.",
                time=voice.time(letter.deadline),
            ),
            say("Accept or decline on the page. You need no reason."),
        ),
        button=say("Answer"),
    )


def _found(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("You have a sponsor"),
        (
            say("Somebody outside both reporting lines has agreed to be there for you."),
            say("The page says who it is, and how to reach them. Your partner does not see it."),
        ),
        button=say("See your sponsor"),
    )


def _over(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("You are no longer the sponsor of a pair"),
        (
            say(
                "The pairing has ended, reporting lines or grades have changed, "
                "or a coordinator names somebody else. There is nothing to do."
            ),
        ),
        button=say("See whom you sponsor"),
    )


WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    Kind.SPONSOR_ASKED: _asked,
    Kind.SPONSOR_ASKED_REMINDER: _asked_reminder,
    Kind.SPONSOR_FOUND: _found,
    Kind.SPONSORSHIP_OVER: _over,
}
