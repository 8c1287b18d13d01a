"""Remember answers for a short time."""

from collections import OrderedDict
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """A bounded cache of the latest answers, each for a short time."""

    def __init__(self, size: int, seconds: float) -> None:
        self._size = size
        self._seconds = seconds
        self._answers: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def get(self, key: str) -> tuple[T] | None:
        """Return the answer in a tuple, or None if there is no recent one."""
        entry = self._answers.get(key)
        if entry is None or entry[0] < monotonic():
            return None
        return (entry[1],)

    def put(self, key: str, answer: T) -> None:
        """Remember an answer."""
        self._answers[key] = (monotonic() + self._seconds, answer)
        self._answers.move_to_end(key)
        if len(self._answers) > self._size:
            self._answers.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forget an answer, if there is one."""
        self._answers.pop(key, None)
