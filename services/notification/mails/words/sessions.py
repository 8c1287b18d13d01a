"""Words about sessions, check-ins and pulse surveys."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter


def _sessions_planned(letter: Letter) -> Content:
    voice = letter.voice
    subject = voice.say_count("{count} session is planned", "{count} sessions are planned", _count(letter))
    return Content(
        subject,
        (voice.say("These times fit both working days. The attached files put them into your calendar."),),
        _times(letter),
        voice.say("See your sessions"),
    )


def _session_moved(letter: Letter) -> Content:
    voice = letter.voice
    return Content(
        voice.say("New time {day}: your session", day=voice.day(letter.delivery.sessions[0].starts_at)),
        (
            voice.say("Your session has a new time. The attached file changes it in your calendar."),
            *_moved_by(letter),
        ),
        _times(letter),
        voice.say("See your sessions"),
    )


def _moved_by(letter: Letter) -> tuple[str, ...]:
    """Name the delegate who moved a session, and for whom."""
    say, delegate, partner = letter.voice.say, letter.delegate, letter.partner
    if delegate is None:
        return ()
    if not letter.to_mentor:
        return (say("{delegate} has moved it for you.", delegate=delegate.name),)
    if partner is None:
        return (say("{delegate} has moved it for your partner.", delegate=delegate.name),)
    return (say("{delegate} has moved it for {name}.", delegate=delegate.name, name=partner.name),)


def _sessions_cancelled(letter: Letter) -> Content:
    voice = letter.voice
    subject = voice.say_count(
        "{count} session is cancelled", "{count} sessions are cancelled", _count(letter)
    )
    return Content(
        subject,
        (voice.say("This does not take place. The attached files remove it from your calendar."),),
        _times(letter),
        voice.say("See your sessions"),
    )


def _session_reminder(letter: Letter) -> Content:
    voice = letter.voice
    return Content(
        voice.say("{time}: your session", time=voice.time(letter.delivery.sessions[0].starts_at)),
        (
            voice.say(
                "The page of the session has an agenda for the stage that the two of you have reached."
            ),
            voice.say("If the time no longer fits, move it now rather than cancel it."),
        ),
        _times(letter),
        voice.say("See the session and its agenda"),
    )


def _check_in(letter: Letter) -> Content:
    say, day = letter.voice.say, letter.voice.day(letter.deadline)
    return Content(
        say("By {day}: how was your session?", day=day),
        (
            say("It takes one minute. Your answers are not shown to your partner."),
            say("You can answer until {day}.", day=day),
        ),
        button=say("Answer"),
    )


def _check_in_reminder(letter: Letter) -> Content:
    say, day = letter.voice.say, letter.voice.day(letter.deadline)
    return Content(
        say("By {day}: how was your session?", day=day),
        (say("You can still answer until {day}. It takes one minute.", day=day),),
        button=say("Answer"),
    )


def _pulse(letter: Letter) -> Content:
    say, day = letter.voice.say, letter.voice.day(letter.deadline)
    return Content(
        say("By {day}: how do you see the programme?", day=day),
        (
            say("A short survey: it takes one minute, and you can skip it."),
            say("Nobody sees your answers alone: they count in groups of at least eight people."),
            say("You can answer until {day}.", day=day),
        ),
        button=say("Answer"),
    )


def _pulse_reminder(letter: Letter) -> Content:
    say, day = letter.voice.say, letter.voice.day(letter.deadline)
    return Content(
        say("By {day}: how do you see the programme?", day=day),
        (say("You can still answer until {day}. It takes one minute.", day=day),),
        button=say("Answer"),
    )


def _count(letter: Letter) -> int:
    return len(letter.delivery.sessions)


def _times(letter: Letter) -> tuple[tuple[str, str], ...]:
    """Return each session on the reader's clock, and on the partner's where it is another."""
    voice, partner = letter.voice, letter.partner
    rows = []
    for session in letter.delivery.sessions:
        times = [voice.time(session.starts_at)]
        if partner and partner.voice.zone.key != voice.zone.key:
            times.append(partner.voice.time(session.starts_at))
        rows.append((voice.say("Session {number}", number=str(session.number)), " · ".join(times)))
    return tuple(rows)


WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    Kind.SESSIONS_PLANNED: _sessions_planned,
    Kind.SESSION_MOVED: _session_moved,
    Kind.SESSIONS_CANCELLED: _sessions_cancelled,
    Kind.SESSION_REMINDER: _session_reminder,
    Kind.CHECK_IN: _check_in,
    Kind.CHECK_IN_REMINDER: _check_in_reminder,
    Kind.PULSE: _pulse,
    Kind.PULSE_REMINDER: _pulse_reminder,
}
