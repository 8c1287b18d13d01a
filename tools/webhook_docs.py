"""The tables of events in ``docs/webhooks.md``, from the tables in the code."""

from typing import Final

from services.notification.domain.webhooks.catalogue import SUBSCRIBABLE, WITHHELD
from shared.schema import EventData
from shared.schema.personal import personal_fields
from tools.message_docs import replace_rows

LEAVING_BEGIN: Final = "| event that may leave | fields |\n|---|---|\n"
WITHHELD_BEGIN: Final = "| event that never leaves | why |\n|---|---|\n"


def with_event_tables(text: str) -> str:
    """Return a document with its tables brought up to date."""
    leaving = "".join(f"| `{data.contract.type}` | {_fields(data)} |\n" for data in SUBSCRIBABLE)
    withheld = "".join(f"| `{data.contract.type}` | {reason} |\n" for data, reason in WITHHELD.items())
    return replace_rows(replace_rows(text, LEAVING_BEGIN, leaving), WITHHELD_BEGIN, withheld)


def _fields(data: type[EventData]) -> str:
    hidden = personal_fields(data)
    return ", ".join(f"`{name}`" for name in data.model_fields if name not in hidden)
