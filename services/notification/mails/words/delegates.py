"""Words to executives and their delegates."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter


def _asked(letter: Letter) -> Content:
    say, voice = letter.voice.say, letter.voice
    return Content(
        say("Your answer by {day}: look after times?", day=voice.day(letter.deadline)),
        (
            _who_asks(letter),
            say("You would see and move the times of these sessions, and nothing else."),
            say("Accept or decline on the page. You need no reason."),
        ),
        button=say("Answer"),
    )


def _asked_reminder(letter: Letter) -> Content:
    say, voice = letter.voice.say, letter.voice
    return Content(
        say("Your answer by {day}: look after times?", day=voice.day(letter.deadline)),
        (
            _who_asks(letter),
            say("The request ends on {time}.", time=voice.time(letter.deadline)),
        ),
        button=say("Answer"),
    )


def _who_asks(letter: Letter) -> str:
    say = letter.voice.say
    if letter.partner is None:
        return say("A colleague asks you to look after the times of sessions in reverse mentoring.")
    return say(
        "{name} asks you to look after the times of sessions in reverse mentoring.", name=letter.partner.name
    )


def _accepted(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your assistant has accepted"),
        (
            say("The person whom you asked looks after the times of your sessions from now on."),
            say("They see and move times, and nothing else. You can end this at any time."),
        ),
        button=say("See your assistant"),
    )


def _missing(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Nobody looks after your times"),
        (
            say("The person whom you asked to look after the times of your sessions does not do it."),
            say("You can ask somebody else, or move your sessions yourself."),
        ),
        button=say("Ask somebody else"),
    )


def _over(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("You no longer look after these times"),
        (say("The executive has ended this, or no longer takes part. There is nothing to do."),),
        button=say("See for whom you do it"),
    )


WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    Kind.DELEGATE_ASKED: _asked,
    Kind.DELEGATE_ASKED_REMINDER: _asked_reminder,
    Kind.DELEGATE_ACCEPTED: _accepted,
    Kind.DELEGATE_MISSING: _missing,
    Kind.DELEGATION_OVER: _over,
}
