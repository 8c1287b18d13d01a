"""Words about circles of mentors."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter


def _joined(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("You are in a circle"),
        (
            say("A circle is a few people in the same role as you who meet to talk about what works."),
            say("Only the members of the circle read the notes in it. You can leave at any time."),
        ),
        button=say("See your circle"),
    )


def _removed(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("You are no longer in the circle"),
        (say("Coordinators have changed its members. Your notes in it are deleted."),),
        button=say("See your circles"),
    )


def _dates(letter: Letter) -> Content:
    voice = letter.voice
    return Content(
        voice.say_count("{count} date of your circle", "{count} dates of your circle", _count(letter)),
        (voice.say("Your circle meets then. The attached files put it into your calendar."),),
        _times(letter),
        voice.say("See your circle"),
    )


def _date_moved(letter: Letter) -> Content:
    voice = letter.voice
    return Content(
        voice.say("New time {day}: your circle", day=voice.day(letter.delivery.sessions[0].starts_at)),
        (voice.say("Your circle meets at a new time. The attached file changes it in your calendar."),),
        _times(letter),
        voice.say("See your circle"),
    )


def _dates_off(letter: Letter) -> Content:
    voice = letter.voice
    return Content(
        voice.say_count(
            "{count} date of your circle is cancelled",
            "{count} dates of your circle are cancelled",
            _count(letter),
        ),
        (voice.say("This does not take place. The attached files remove it from your calendar."),),
        _times(letter),
        voice.say("See your circle"),
    )


def _reminder(letter: Letter) -> Content:
    voice = letter.voice
    return Content(
        voice.say("{time}: your circle", time=voice.time(letter.delivery.sessions[0].starts_at)),
        (voice.say("Your circle meets. Its page says where."),),
        _times(letter),
        voice.say("See your circle"),
    )


def _count(letter: Letter) -> int:
    return len(letter.delivery.sessions)


def _times(letter: Letter) -> tuple[tuple[str, str], ...]:
    voice = letter.voice
    return tuple(
        (voice.say("Date {number}", number=str(each.number)), voice.time(each.starts_at))
        for each in letter.delivery.sessions
    )


WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    Kind.CIRCLE_JOINED: _joined,
    Kind.CIRCLE_REMOVED: _removed,
    Kind.CIRCLE_DATES: _dates,
    Kind.CIRCLE_DATE_MOVED: _date_moved,
    Kind.CIRCLE_DATES_OFF: _dates_off,
    Kind.CIRCLE_REMINDER: _reminder,
}
