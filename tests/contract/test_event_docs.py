"""The generated documents agree with the code, and the AsyncAPI document holds together."""

import json

from shared.contracts import contracts
from tools.event_docs import DOCS, asyncapi, documents


def test_no_document_is_out_of_date():
    stale = [path.name for path, text in documents().items() if not path.exists() or path.read_text() != text]
    assert stale == [], "run make docs"


def test_every_event_has_key_headers_and_an_owner_that_sends_it():
    document = asyncapi()
    sent = {
        m["$ref"].rsplit("/", 1)[1]
        for o in document["operations"].values()
        if o["action"] == "send"
        for m in o["messages"]
    }
    assert sent == {contract.type for contract in contracts()} == set(document["components"]["messages"])
    for message in document["components"]["messages"].values():
        assert message["bindings"]["kafka"]["key"]["description"].startswith("tenant/programme/")
        assert message["traits"]


def test_consumers_are_named_by_their_group():
    received = [o for o in asyncapi()["operations"].values() if o["action"] == "receive"]
    assert received
    assert all(o["bindings"]["kafka"]["groupId"]["const"] for o in received)


def test_every_reference_resolves():
    document = json.loads((DOCS / "asyncapi.json").read_text())

    def check(node: object) -> None:
        if isinstance(node, dict):
            for name, value in node.items():
                if name == "$ref":
                    target: object = document
                    for part in value.removeprefix("#/").split("/"):
                        assert isinstance(target, dict)
                        target = target[part]
                check(value)
        elif isinstance(node, list):
            for item in node:
                check(item)

    check(document)
