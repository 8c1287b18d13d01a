"""Words about joining: invitations, waitlist, offers, the first steps."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter


def _invitation(letter: Letter) -> Content:
    say = letter.voice.say
    role = (
        say("You are invited to take part as a mentor: you share with an executive what you know.")
        if letter.to_mentor
        else say("You are invited to take part as a mentee: you learn from a junior colleague.")
    )
    return Content(
        say("Your answer by {day}: an invitation", day=letter.voice.day(letter.deadline)),
        (
            role,
            say("It takes 3 minutes to join. You can also say no; you need no reason."),
            say("The invitation is open until {time}.", time=letter.voice.time(letter.deadline)),
        ),
        button=say("Answer the invitation"),
    )


def _invitation_reminder(letter: Letter) -> Content:
    say, time = letter.voice.say, letter.voice.time(letter.deadline)
    return Content(
        say("Your answer by {day}: an invitation", day=letter.voice.day(letter.deadline)),
        (
            say("You have an invitation to reverse mentoring, which ends on {time}.", time=time),
            say("If you do not answer, nothing happens, and we do not ask again."),
        ),
        button=say("Answer the invitation"),
    )


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


def _training_due(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your training has expired"),
        (
            say("Please read it again and answer the questions at its end. It takes about 10 minutes."),
            say("Your partner and your sessions stay as they are."),
        ),
        button=say("Renew the training"),
    )


def _training_due_reminder(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Still to do: renew your training"),
        (say("Your training expired a week ago. It takes about 10 minutes to renew it."),),
        button=say("Renew the training"),
    )


def _terms_changed(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("The terms of the programme have changed"),
        (
            say("Please read them, and say whether you agree. It takes about 5 minutes."),
            say(
                "Until then no new partner is found for you. Your partner and your sessions stay as they are."
            ),
        ),
        button=say("Read the terms"),
    )


def _terms_changed_reminder(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Still to do: agree to the changed terms"),
        (
            say(
                "The terms of the programme changed a week ago. No new partner is found for you before "
                "you agree."
            ),
        ),
        button=say("Read the terms"),
    )


WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    Kind.INVITATION: _invitation,
    Kind.INVITATION_REMINDER: _invitation_reminder,
    Kind.WAITLISTED: _waitlisted,
    Kind.PLACE_OFFER: _place_offer,
    Kind.PLACE_OFFER_REMINDER: _place_offer_reminder,
    Kind.PLACE_OFFER_LAPSED: _place_offer_lapsed,
    Kind.APPLICATION_DECLINED: _application_declined,
    Kind.GET_READY: _get_ready,
    Kind.GET_READY_REMINDER: _get_ready_reminder,
    Kind.TERMS_CHANGED: _terms_changed,
    Kind.TERMS_CHANGED_REMINDER: _terms_changed_reminder,
    Kind.TRAINING_DUE: _training_due,
    Kind.TRAINING_DUE_REMINDER: _training_due_reminder,
}
