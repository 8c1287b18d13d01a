"""Words about proposals and pairings."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter


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
            say("The pair that we proposed to you will not be made. That happens often."),
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


def _nudge(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Find a time for your next session"),
        (say("You two have not met for a while. Busy weeks are normal: find a new time together."),),
        button=say("Find a time"),
    )


def _pairing_paused(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your pairing is paused"),
        (
            say("You two do not meet for some time. The page says until when."),
            say("Pauses are normal. Nobody has to give a reason, and we do not say who asked for it."),
            say("Your pairing stays as it is, and you need not do anything."),
        ),
        button=say("See the page"),
    )


def _pairing_resumed(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your pairing goes on"),
        (say("The pause is over. Sessions are planned again, and you can move them as before."),),
        button=say("See the page"),
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
            say(
                "Would you like to stay in touch? Say so on the page: if both of you do, each learns how to "
                "reach the other. Otherwise nobody learns of an answer."
            ),
        ),
        button=say("Answer, and look back"),
    )


def _contact_agreed(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("You stay in touch"),
        (say("Both of you want to stay in touch. From here on you arrange your meetings yourselves."),),
        _how_to_reach(letter),
        say("See the page"),
    )


def _certificate(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Your certificate"),
        (
            say(
                "Your certificate of this programme is ready: with your role, your sessions and their dates."
            ),
            say("You can download it on the page, and show it to anybody you like."),
        ),
        button=say("See your certificate"),
    )


def _how_to_reach(letter: Letter) -> tuple[tuple[str, str], ...]:
    say, partner = letter.voice.say, letter.partner
    if partner is None:
        return ()
    return ((say("Your partner"), partner.name), (say("E-mail"), partner.email))


WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    Kind.PROPOSAL: _proposal,
    Kind.PROPOSAL_REMINDER: _proposal_reminder,
    Kind.PROPOSAL_CLOSED: _proposal_closed,
    Kind.SHORTLIST: _shortlist,
    Kind.SHORTLIST_REMINDER: _shortlist,
    Kind.SHORTLIST_CLOSED: _shortlist_closed,
    Kind.PAIRED: _paired,
    Kind.FIRST_CONTACT_REMINDER: _first_contact_reminder,
    Kind.NUDGE: _nudge,
    Kind.PAIRING_PAUSED: _pairing_paused,
    Kind.PAIRING_RESUMED: _pairing_resumed,
    Kind.PAIRING_ENDED: _pairing_ended,
    Kind.PAIRING_COMPLETED: _pairing_completed,
    Kind.CERTIFICATE: _certificate,
    Kind.CONTACT_AGREED: _contact_agreed,
}
