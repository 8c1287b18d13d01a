"""The table of messages in ``docs/notification.md``, from the table in the code."""

from typing import Final

from services.notification.domain.message_table import MESSAGES
from services.notification.domain.silent_facts import SILENT
from shared.schema import EventData

MESSAGES_BEGIN: Final = (
    "| message | fact | who | when | unsubscribe | calendar file |\n|---|---|---|---|---|---|\n"
)
SILENT_BEGIN: Final = "| fact | why it has no message |\n|---|---|\n"


def with_tables(text: str) -> str:
    """Return a document with its tables brought up to date."""
    return replace_rows(replace_rows(text, MESSAGES_BEGIN, _messages()), SILENT_BEGIN, _silent())


def _messages() -> str:
    rows = [
        f"| {kind} | {', '.join(map(_name, message.facts))} | {message.readers} | {message.when} "
        f"| {'yes' if message.optional else ''} | {'yes' if message.calendar else ''} |\n"
        for kind, message in MESSAGES.items()
    ]
    return "".join(rows)


def _silent() -> str:
    return "".join(f"| {_name(fact)} | {reason} |\n" for fact, reason in SILENT.items())


def _name(fact: type[EventData]) -> str:
    return f"`{fact.contract.owner}.{fact.contract.type.split('.')[2]}`"


def replace_rows(text: str, begin: str, rows: str) -> str:
    """Replace the rows of the table that begins so."""
    before, _, rest = text.partition(begin)
    after = rest[rest.index("\n\n") + 1 :]
    return before + begin + rows + after
