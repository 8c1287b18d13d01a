"""Words of digests and of notices to coordinators."""

from collections.abc import Callable
from typing import Final

from services.notification.domain.kinds import Kind
from services.notification.mails.content import Content, Letter


def _digest(letter: Letter) -> Content:
    voice, counts = letter.voice, letter.delivery.counts
    labels = {
        "applications-to-decide": voice.say("applications wait for your decision"),
        "questions-to-answer": voice.say("questions of participants wait for an answer"),
        "proposals-to-approve": voice.say("proposals wait for your approval"),
        "rounds-failed": voice.say("matchings failed"),
        "people-waiting": voice.say("people wait longer for a partner than promised"),
        "pairs-that-cancel": voice.say("pairs cancel again and again"),
        "pairs-without-first-contact": voice.say("pairs have had no first contact"),
        "pairs-that-do-not-meet": voice.say("pairs have stopped meeting"),
        "sponsors-found": voice.say("people have agreed to be sponsors"),
        "sponsors-missing": voice.say("pairs need another sponsor"),
        "addresses-not-working": voice.say("people's mail addresses do not work: HR has to correct them"),
        "programme-closing": voice.say("programme is about to end: nobody joins or is matched any more"),
        "report-ready": voice.say("final report of a programme is ready, on its page “Report”"),
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
            say(
                "A system that subscribes to events has not accepted them for days, or refuses further ones."
            ),
            say("Its events wait for up to 30 days. Correct the webhook, then resume it."),
        ),
        button=say("See the webhooks"),
    )


def _events_failed(letter: Letter) -> Content:
    say, failed = letter.voice.say, letter.failed
    rows = (
        (say("Service"), failed.service),
        (say("Event"), failed.event_type or say("a record that is not an event")),
        (say("Error"), failed.cause),
    )
    return Content(
        say("Failed events wait for a decision"),
        (
            say("Events failed in every try, and later ones of the same keys wait behind them."),
            say("There may be more of this kind: the next message about it comes in an hour or later."),
        ),
        rows,
        say("See the failed events"),
    )


def _coordinators_wanted(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("Something waits for a coordinator"),
        (
            say("Something new waits on the pages of the programme. Not every coordinator sees it."),
            say("Sign in, and look through the pages of the programme."),
        ),
        button=say("Open the programme"),
    )


def _question_answered(letter: Letter) -> Content:
    say = letter.voice.say
    return Content(
        say("A coordinator has answered your question"),
        (say("Sign in to read the answer."),),
        button=say("Read the answer"),
    )


WORDS: Final[dict[Kind, Callable[[Letter], Content]]] = {
    Kind.QUESTION_ANSWERED: _question_answered,
    Kind.COORDINATORS_WANTED: _coordinators_wanted,
    Kind.DIGEST: _digest,
    Kind.OWN_DIGEST: _own_digest,
    Kind.WEBHOOK_DISABLED: _webhook_disabled,
    Kind.EVENTS_FAILED: _events_failed,
}
