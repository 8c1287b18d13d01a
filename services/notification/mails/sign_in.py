"""The words of the mail with a link to sign in."""

from services.notification.mails.content import Content
from shared.locale import Voice


def sign_in_words(voice: Voice) -> Content:
    """Say what the link does, and that nothing happens without it."""
    say = voice.say
    return Content(
        say("Your link to sign in"),
        (
            say("Open the page and confirm that it is you. The link works once, and for 15 minutes."),
            say("Did you not ask for it? Then do nothing. Without this mail nobody can sign in as you."),
            say("Do not forward this mail."),
        ),
        button=say("Sign in"),
    )
