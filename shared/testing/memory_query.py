"""MongoDB queries on documents in memory: the operators that the services use, and no others."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

Document = Mapping[str, Any]
_MISSING: Final = object()


class UnsupportedInMemoryError(Exception):
    """A query uses what only MongoDB can do; the test belongs on the real stack."""


def matches(document: Document, query: Document) -> bool:
    """Return whether a document matches a query.

    Raises:
        UnsupportedInMemoryError: the query has an operator that is not supported; the message names it.
    """
    return all(_holds(document, name, condition) for name, condition in query.items())


def sort_documents(documents: Iterable[dict[str, Any]], order: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """Return documents in MongoDB's order; missing values and null come first."""
    rows = list(documents)
    for path, direction in reversed(order):
        rows.sort(key=lambda row: _rank(_values(row, path)), reverse=direction < 0)
    return rows


def value_at(document: Any, path: str) -> Any:
    """Return the value at a path through documents; None where there is none."""
    for name in path.split("."):
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def _holds(document: Document, name: str, condition: Any) -> bool:
    if name in _JOINS:
        return _JOINS[name](matches(document, part) for part in condition)
    if name.startswith("$"):
        raise UnsupportedInMemoryError(f"the storage in memory does not support {name}")
    values = _values(document, name)
    if isinstance(condition, Mapping) and any(key.startswith("$") for key in condition):
        return all(_compare(values, operator, operand) for operator, operand in condition.items())
    return _equals(values, condition)


def _compare(values: list[Any], operator: str, operand: Any) -> bool:
    if operator not in _OPERATORS:
        raise UnsupportedInMemoryError(f"the storage in memory does not support {operator}")
    return _OPERATORS[operator](values, operand)


def _values(document: Any, path: str) -> list[Any]:
    """Return the values at a path: of each element where a part of it is an array, and the arrays themselves.

    A document that lacks the path has the value ``_MISSING``; an empty array has none.
    """
    head, _, rest = path.partition(".")
    if isinstance(document, list):
        values = [value for item in document if isinstance(item, Mapping) for value in _values(item, path)]
        return values + (_at_index(document, head, rest) if head.isdigit() else [])
    if not isinstance(document, Mapping) or head not in document:
        return [_MISSING]
    value = document[head]
    if rest:
        return _values(value, rest)
    return [*value, value] if isinstance(value, list) else [value]


def _at_index(items: list[Any], head: str, rest: str) -> list[Any]:
    if int(head) >= len(items):
        return []
    value = items[int(head)]
    return _values(value, rest) if rest else [value]


def _equals(values: list[Any], operand: Any) -> bool:
    if operand is None:
        return any(value is _MISSING or value is None for value in values)
    return any(_same(value, operand) for value in values)


def _same(value: Any, operand: Any) -> bool:
    """Equal as MongoDB has it: true is not 1."""
    return (
        value is not _MISSING
        and isinstance(value, bool) == isinstance(operand, bool)
        and bool(value == operand)
    )


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[list[Any], Any], bool]:
    def holds(values: list[Any], operand: Any) -> bool:
        present = (value for value in values if value is not _MISSING)
        comparable = (value for value in present if _kind(value) == _kind(operand))
        return any(compare(value, operand) for value in comparable)

    return holds


def _kind(value: Any) -> int:
    """Return the place of a value's type in MongoDB's order of types."""
    kinds: list[tuple[type, ...]] = [(type(None),), (), (str,), (Mapping,), (list,), (bytes,)]
    if isinstance(value, bool):
        return len(kinds)
    if isinstance(value, int | float):
        return 1
    return next((n for n, types in enumerate(kinds) if isinstance(value, types)), len(kinds) + 1)


def _rank(values: list[Any]) -> tuple[int, Any]:
    value = values[-1] if values and values[-1] is not _MISSING else None
    if isinstance(value, Mapping | list):
        raise UnsupportedInMemoryError("the storage in memory does not sort by arrays or documents")
    return _kind(value), 0 if value is None else value


def _size(values: list[Any], operand: Any) -> bool:
    return any(isinstance(value, list) and len(value) == operand for value in values[-1:])


_JOINS: Final[dict[str, Callable[[Iterable[bool]], bool]]] = {
    "$and": all,
    "$or": any,
    "$nor": lambda parts: not any(parts),
}
_OPERATORS: Final[dict[str, Callable[[list[Any], Any], bool]]] = {
    "$eq": _equals,
    "$ne": lambda values, operand: not _equals(values, operand),
    "$in": lambda values, operand: any(_equals(values, one) for one in operand),
    "$nin": lambda values, operand: not any(_equals(values, one) for one in operand),
    "$gt": _ordered(lambda value, operand: value > operand),
    "$gte": _ordered(lambda value, operand: value >= operand),
    "$lt": _ordered(lambda value, operand: value < operand),
    "$lte": _ordered(lambda value, operand: value <= operand),
    "$exists": lambda values, operand: any(value is not _MISSING for value in values) == bool(operand),
    "$size": _size,
}
