"""The words of every kind of message; whole sentences with named places, so that they can be translated."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter

VERSION: Final = 4
"""Kept with every message sent; raise it with each change of words or layout."""


def _waitlisted(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("You are on the waitlist"),
        (
            say("You can join as soon as a place is free. At present all places are taken."),
            say("We write to you when it is your turn. The page shows your number on the waitlist."),
        ),
        button=say("See the waitlist"),
    )


def _place_offer(letter: Letter) -> Content:
    say, day = letter.voice.say, letter.voice.day(letter.deadline)
    return Content(
        say("Your answer by {day}: a place for you", day=day),
        (
            say("There is a place for you in the programme. It takes 3 minutes to join."),
            say(
                "The place is yours until {time}. After that it goes to the next person.",
                time=letter.voice.time(letter.deadline),
            ),
        ),
        button=say("Join the programme"),
    )


def _place_offer_reminder(letter: Letter) -> Content:
    say, time = letter.voice.say, letter.voice.time(letter.deadline)
    return Content(
        say("Your answer by {day}: a place for you", day=letter.voice.day(letter.deadline)),
        (
            say(
                "Your place is still free. It is kept until {time}; then it goes to the next person.",
                time=time,
            ),
        ),
        button=say("Join the programme"),
    )


def _place_offer_lapsed(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("The place has gone to the next person"),
        (
            say("The time to join is over, and nobody is at fault."),
            say("If you would still like to take part, apply again."),
        ),
        button=say("Apply again"),
    )


def _application_declined(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("The answer to your application"),
        (say("You cannot take part this time. The page has the reason. You may apply again."),),
        button=say("See the answer"),
    )


def _get_ready(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Get ready: questions and training"),
        (
            say("You have joined. Two things are left before we look for your partner."),
            say("Answer the questions about how you work, and finish the training. Both take 30 minutes."),
        ),
        button=say("Get ready"),
    )


def _get_ready_reminder(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Still missing: questions or training"),
        (say("We can look for your partner once the questions and the training are done."),),
        button=say("Get ready"),
    )


def _proposal(letter: Letter) -> Content:
    say, day = letter.voice.say, letter.voice.day(letter.deadline)
    return Content(
        say("Your answer by {day}: proposed partner", day=day),
        (
            say("We propose a partner to you. It takes 2 minutes to read why, and to answer."),
            say("Answer until {time}. Either answer is fine.", time=letter.voice.time(letter.deadline)),
        ),
        button=say("See the proposal"),
    )


def _proposal_reminder(letter: Letter) -> Content:
    say, time = letter.voice.say, letter.voice.time(letter.deadline)
    return Content(
        say("Your answer by {day}: proposed partner", day=letter.voice.day(letter.deadline)),
        (say("A proposed partner waits for your answer until {time}. Then the proposal ends.", time=time),),
        button=say("See the proposal"),
    )


def _proposal_closed(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("The proposal is closed"),
        (
            say("The pair that we proposed to you does not come about. That happens often."),
            say("You need not do anything. We look for another partner for you."),
        ),
    )


def _shortlist(letter: Letter) -> Content:
    say, time = letter.voice.say, letter.voice.time(letter.deadline)
    return Content(
        say("Your choice by {day}: partners", day=letter.voice.day(letter.deadline)),
        (say("Choose a partner from your list until {time}.", time=time),),
        button=say("See the list"),
    )


def _shortlist_closed(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your list of partners has ended"),
        (say("The time to choose is over. We look for a partner for you, or you ask for a new list."),),
        button=say("See what is next"),
    )


def _paired(letter: Letter) -> Content:
    say = letter.voice.say
    if letter.to_mentor:
        lines = (
            say("You both said yes. Your partner will write to you within a few days."),
            say("You lead the first session: ask what your partner would like to learn."),
        )
    else:
        lines = (
            say(
                "You both said yes. One thing is asked of you: write to your partner until {day}.",
                day=letter.voice.day(letter.deadline),
            ),
            say("Three sentences are enough: who you are, what you would like to learn, when you have time."),
        )
    return Content(say("You are paired"), lines, _how_to_reach(letter), say("See your partner"))


def _first_contact_reminder(letter: Letter) -> Content:
    say, day = letter.voice.say, letter.voice.day(letter.deadline)
    return Content(
        say("By {day}: write to your partner", day=day),
        (
            say("Your partner looks forward to a first word from you. Three sentences are enough."),
            say("If you have written already, say so on the page."),
        ),
        _how_to_reach(letter),
        say("I have written"),
    )


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
        (voice.say("Your session has a new time. The attached file changes it in your calendar."),),
        _times(letter),
        voice.say("See your sessions"),
    )


def _sessions_cancelled(letter: Letter) -> Content:
    voice = letter.voice
    subject = voice.say_count("{count} session is off", "{count} sessions are off", _count(letter))
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
        (voice.say("If the time no longer fits, move it now rather than cancel it."),),
        _times(letter),
        voice.say("See your sessions"),
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


def _nudge(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Find a time for your next session"),
        (say("You two have not met for a while. Busy weeks are normal: find a new time together."),),
        button=say("Find a time"),
    )


def _pairing_ended(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your pairing has ended"),
        (
            say("Your pairing has come to its end. Nobody is at fault, and nobody has to explain."),
            say("On the page you see what is next for you."),
        ),
        button=say("See what is next"),
    )


def _pairing_completed(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your pairing is completed"),
        (
            say("Your pairing is completed. Thank you for the time that you gave each other."),
            say("You can go on meeting on your own, without the programme."),
        ),
        button=say("Look back"),
    )


def _digest(letter: Letter) -> Content:
    voice, counts = letter.voice, letter.delivery.counts
    labels = {
        "applications-to-decide": voice.say("applications wait for your decision"),
        "proposals-to-approve": voice.say("proposals wait for your approval"),
        "rounds-failed": voice.say("matchings failed"),
        "people-waiting": voice.say("people wait longer for a partner than promised"),
        "pairs-that-cancel": voice.say("pairs cancel again and again"),
        "pairs-without-first-contact": voice.say("pairs have had no first contact"),
        "pairs-that-do-not-meet": voice.say("pairs have stopped meeting"),
        "addresses-not-working": voice.say("people's mail addresses do not work: HR has to correct them"),
        "programme-closing": voice.say("programme is about to end: nobody joins or is matched any more"),
        "rows-rejected": voice.say("rows of a personnel file were refused"),
    }
    rows = tuple((str(counts[fact]), label) for fact, label in labels.items() if fact in counts)
    return Content(
        voice.say("Today: what needs you"),
        (voice.say("New since yesterday:"),),
        rows,
        voice.say("See what needs you"),
    )


def _own_digest(letter: Letter) -> Content:
    voice = letter.voice
    number = len(letter.delivery.items)
    return Content(
        voice.say_count("{count} message for you", "{count} messages for you", number),
        (voice.say("You get these messages once a day, as you have chosen."),),
    )


def _webhook_disabled(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("A webhook is disabled"),
        (
            say("Another system that subscribes to events has not taken them for days, or wants no more."),
            say("Its events wait for up to 30 days. Correct the webhook, then resume it."),
        ),
        button=say("See the webhooks"),
    )


def _concern_assigned(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("A concern is assigned to you"),
        (say("Sign in to read it, and acknowledge it within 3 days."),),
        button=say("See your concerns"),
    )


def _answer_waits(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("There is an answer for you"),
        (say("Sign in to read it, and write back on the page."),),
        button=say("Read the answer"),
    )


WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    Kind.WAITLISTED: _waitlisted,
    Kind.PLACE_OFFER: _place_offer,
    Kind.PLACE_OFFER_REMINDER: _place_offer_reminder,
    Kind.PLACE_OFFER_LAPSED: _place_offer_lapsed,
    Kind.APPLICATION_DECLINED: _application_declined,
    Kind.GET_READY: _get_ready,
    Kind.GET_READY_REMINDER: _get_ready_reminder,
    Kind.PROPOSAL: _proposal,
    Kind.PROPOSAL_REMINDER: _proposal_reminder,
    Kind.PROPOSAL_CLOSED: _proposal_closed,
    Kind.SHORTLIST: _shortlist,
    Kind.SHORTLIST_REMINDER: _shortlist,
    Kind.SHORTLIST_CLOSED: _shortlist_closed,
    Kind.PAIRED: _paired,
    Kind.FIRST_CONTACT_REMINDER: _first_contact_reminder,
    Kind.SESSIONS_PLANNED: _sessions_planned,
    Kind.SESSION_MOVED: _session_moved,
    Kind.SESSIONS_CANCELLED: _sessions_cancelled,
    Kind.SESSION_REMINDER: _session_reminder,
    Kind.CHECK_IN: _check_in,
    Kind.CHECK_IN_REMINDER: _check_in_reminder,
    Kind.NUDGE: _nudge,
    Kind.PAIRING_ENDED: _pairing_ended,
    Kind.PAIRING_COMPLETED: _pairing_completed,
    Kind.CONCERN_ASSIGNED: _concern_assigned,
    Kind.ANSWER_WAITS: _answer_waits,
    Kind.DIGEST: _digest,
    Kind.OWN_DIGEST: _own_digest,
    Kind.WEBHOOK_DISABLED: _webhook_disabled,
}


def _count(letter: Letter) -> int:
    return len(letter.delivery.sessions)


def _how_to_reach(letter: Letter) -> tuple[tuple[str, str], ...]:
    say, partner = letter.voice.say, letter.partner
    if partner is None:
        return ()
    return ((say("Your partner"), partner.name), (say("E-mail"), partner.email))


def _times(letter: Letter) -> tuple[tuple[str, str], ...]:
    """Each session on the reader's clock, and on the partner's where it is another."""
    voice, partner = letter.voice, letter.partner
    rows = []
    for session in letter.delivery.sessions:
        times = [voice.time(session.starts_at)]
        if partner and partner.voice.zone.key != voice.zone.key:
            times.append(partner.voice.time(session.starts_at))
        rows.append((voice.say("Session {number}", number=str(session.number)), " · ".join(times)))
    return tuple(rows)
