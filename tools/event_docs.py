"""Write ``docs/events.md``, ``docs/asyncapi.json`` and the tables in other pages from the code.

``python -m tools.event_docs`` writes them; ``--check`` fails where the files differ from the code.
"""

import importlib
import inspect
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from services.catalogue import SERVICES
from shared.contracts import contracts
from shared.messaging.wire.envelope import SEQUENCE_DIGITS
from shared.schema import Contract
from shared.schema.samples import sample
from shared.service import Service
from tools.message_docs import with_tables
from tools.settings_docs import with_table
from tools.webhook_docs import with_event_tables

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"

_HEADERS: Final = {
    "ce_id": "unique; the same however often the fact is published again",
    "ce_source": "the owner, `/mentoring/OWNER`",
    "ce_type": "the event type, with its version",
    "ce_specversion": "`1.0`",
    "ce_time": "when it happened (a timer: when it fell due), ISO 8601 in UTC",
    "ce_subject": "the aggregate's id",
    "ce_partitionkey": "`tenant/programme/aggregate/id`, also the record's key",
    "ce_correlationid": "the same through a whole chain of events",
    "ce_causationid": "the event or request that caused this one",
    "ce_sequence": f"1, 2, 3 … for each key without gap, {SEQUENCE_DIGITS} digits",
    "ce_tenant": "the organisation",
    "ce_programme": "the programme; `_` for the whole organisation",
    "ce_region": "the region; `global` for none",
    "traceparent": "W3C trace context, where the cause was traced",
    "content-type": "`application/json`",
}


def consumers() -> dict[str, list[str]]:
    """Return the consumer groups (services) that react to each event type."""
    groups: dict[str, list[str]] = defaultdict(list)
    for service in SERVICES:
        declared: Service = importlib.import_module(f"services.{service}.app").SERVICE
        for type_ in declared.reactions.types:
            groups[type_].append(service)
    return groups


def events_markdown() -> str:
    """Return the catalogue of events for people."""
    groups = consumers()
    lines = [
        "# Events",
        "",
        "Generated from `shared/contracts` by `make docs`; a test fails when it is out of date.",
        "",
        "Envelope: CloudEvents 1.0, binary mode: attributes are Kafka headers, the value the data as JSON.",
        "",
        "| header | meaning |",
        "|---|---|",
        *(f"| `{name}` | {meaning} |" for name, meaning in _HEADERS.items()),
        "",
        "Each owner has one topic. Order holds for each key; across keys and topics there is none.",
        "Readers ignore fields and types they don't know.",
    ]
    topic = ""
    for contract in contracts():
        if contract.topic != topic:
            topic = contract.topic
            lines += ["", f"## {topic}"]
        lines += ["", *_event_section(contract, groups.get(contract.type, []))]
    return "\n".join(lines) + "\n"


def _event_section(contract: Contract, groups: list[str]) -> list[str]:
    schema = contract.data.model_json_schema(mode="serialization")
    readers = ", ".join(groups) if groups else "nobody yet"
    return [
        f"### {contract.type}",
        "",
        inspect.cleandoc(contract.data.__doc__ or ""),
        "",
        f"Key: `{contract.aggregate}` by `{contract.key}`. Read by: {readers}.",
        "",
        "```json",
        json.dumps(sample(schema), ensure_ascii=False, indent=1),
        "```",
    ]


def asyncapi() -> dict[str, Any]:
    """Return an AsyncAPI 3 document with keys, headers and consumer groups."""
    groups = consumers()
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    for contract in contracts():
        messages[contract.type] = _message(contract)
        channel = channels.setdefault(contract.topic, {"address": contract.topic, "messages": {}})
        channel["messages"][contract.type] = {"$ref": f"#/components/messages/{contract.type}"}
        _add(operations, "send", contract, contract.owner)
        for group in groups.get(contract.type, []):
            _add(operations, "receive", contract, group)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Reverse mentoring platform: events",
            "version": "1",
            "description": "CloudEvents 1.0, binary mode; at least once on the wire, in order by key.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages,
            "messageTraits": {"cloudEvent": {"headers": _header_schema()}},
        },
    }


def _message(contract: Contract) -> dict[str, Any]:
    schema = contract.data.model_json_schema(mode="serialization")
    # A schema's own definitions must be found from the document's root: put each where its schema is.
    text = json.dumps(schema).replace("#/$defs/", f"#/components/messages/{contract.type}/payload/$defs/")
    return {
        "name": contract.type,
        "summary": inspect.cleandoc(contract.data.__doc__ or ""),
        "contentType": "application/json",
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
        "payload": json.loads(text),
        "bindings": {
            "kafka": {
                "key": {
                    "type": "string",
                    "description": f"tenant/programme/{contract.aggregate}/{{{contract.key}}}",
                }
            }
        },
    }


def _add(operations: dict[str, Any], action: str, contract: Contract, service: str) -> None:
    """Add a message to the operation of a service on a topic."""
    operation = operations.setdefault(
        f"{service}.{action}.{contract.topic}",
        {"action": action, "channel": {"$ref": f"#/channels/{contract.topic}"}, "messages": []},
    )
    if action == "receive":
        operation["bindings"] = {"kafka": {"groupId": {"type": "string", "const": service}}}
    operation["messages"].append({"$ref": f"#/channels/{contract.topic}/messages/{contract.type}"})


def _header_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "required": [name for name in _HEADERS if name not in {"traceparent", "ce_causationid"}],
        "properties": {
            name: {"type": "string", "description": meaning} for name, meaning in _HEADERS.items()
        },
    }


def documents() -> dict[Path, str]:
    """Return every generated document and what it should say."""
    return {
        DOCS / "events.md": events_markdown(),
        DOCS / "asyncapi.json": json.dumps(asyncapi(), ensure_ascii=False, indent=1) + "\n",
        DOCS / "operating.md": with_table((DOCS / "operating.md").read_text()),
        DOCS / "notification.md": with_tables((DOCS / "notification.md").read_text()),
        DOCS / "webhooks.md": with_event_tables((DOCS / "webhooks.md").read_text()),
    }


def main(arguments: list[str]) -> int:
    """Write the documents, or with ``--check`` compare them; returns 1 where one is out of date."""
    stale = [path for path, text in documents().items() if not path.exists() or path.read_text() != text]
    if arguments == ["--check"]:
        for path in stale:
            sys.stderr.write(f"docs/{path.name} is out of date: run make docs\n")
        return 1 if stale else 0
    for path, text in documents().items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
