"""May these two speak? Whether every document one schema allows is accepted by another.

Used both ways (FULL): today's consumers take all that yesterday's producers sent, and yesterday's consumers
take all that today's producers send. Covers the JSON Schema that pydantic makes of a contract.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

_LOWER: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_EXACT: Final = ("pattern", "format", "const")


def refusals(consumer: Schema, producer: Schema) -> list[str]:
    """Return the values that the producer may send and the consumer would refuse; empty if there are none.

    Args:
        consumer: the schema a reader validates with; fields it doesn't name are fine.
        producer: the schema of what a writer sends.

    Returns:
        one sentence for each problem, beginning with the path of the field.
    """
    return list(_Comparison(consumer, producer).compare("", consumer, producer))


class _Comparison:
    def __init__(self, consumer: Schema, producer: Schema) -> None:
        self._consumer_root = consumer
        self._producer_root = producer

    def compare(self, path: str, consumer: Schema, producer: Schema) -> Iterator[str]:
        consumer = _resolve(consumer, self._consumer_root)
        producer = _resolve(producer, self._producer_root)
        for choice in producer.get("anyOf", [producer]):
            yield from self._compare_with_any(path, consumer.get("anyOf", [consumer]), choice)

    def _compare_with_any(self, path: str, choices: list[Schema], producer: Schema) -> Iterator[str]:
        """Require that at least one of the consumer's choices accepts one thing the producer may send."""
        differences = [
            list(self._compare_plain(path, _resolve(c, self._consumer_root), producer)) for c in choices
        ]
        if all(differences):
            yield from min(differences, key=len)

    def _compare_plain(self, path: str, consumer: Schema, producer: Schema) -> Iterator[str]:
        producer = _resolve(producer, self._producer_root)
        name = path or "the data"
        if "type" in consumer and not _type_fits(consumer["type"], producer.get("type")):
            yield f"{name}: {producer.get('type')} where {consumer['type']} is expected"
            return
        yield from _compare_values(name, consumer, producer)
        yield from self._compare_fields(path, consumer, producer)
        yield from self._compare_items(path, consumer, producer)

    def _compare_fields(self, path: str, consumer: Schema, producer: Schema) -> Iterator[str]:
        sent: Mapping[str, Schema] = producer.get("properties", {})
        expected: Mapping[str, Schema] = consumer.get("properties", {})
        for field in consumer.get("required", ()):
            if field not in producer.get("required", ()):
                yield f"{_join(path, field)}: expected, but not always sent"
        for field in expected.keys() & sent.keys():
            yield from self.compare(_join(path, field), expected[field], sent[field])

    def _compare_items(self, path: str, consumer: Schema, producer: Schema) -> Iterator[str]:
        if "items" in consumer and "items" in producer:
            yield from self.compare(f"{path}[]", consumer["items"], producer["items"])


def _compare_values(name: str, consumer: Schema, producer: Schema) -> Iterator[str]:
    for word in _EXACT:
        if word in consumer and consumer[word] != producer.get(word):
            yield f"{name}: {word} {producer.get(word)!r} where {consumer[word]!r} is expected"
    for word in _LOWER:
        if word in consumer and producer.get(word, float("-inf")) < consumer[word]:
            yield f"{name}: {word} {producer.get(word)} is below {consumer[word]}"
    for word in _UPPER:
        if word in consumer and (most := _most(word, producer)) > consumer[word]:
            yield f"{name}: {word} {most} is above {consumer[word]}"
    if "enum" in consumer:
        strange = set(producer.get("enum", ["anything"])) - set(consumer["enum"])
        if strange:
            yield f"{name}: may be {', '.join(sorted(map(str, strange)))}, which is unknown"


def _most(word: str, producer: Schema) -> float:
    if word == "maxLength" and "enum" in producer:
        return max(map(len, producer["enum"]))
    most: float = producer.get(word, float("inf"))
    return most


def _type_fits(expected: str, sent: str | None) -> bool:
    return sent == expected or (expected == "number" and sent == "integer")


def _resolve(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _join(path: str, field: str) -> str:
    return f"{path}.{field}" if path else field
