"""The loop of a process that answers lines of JSON; `shared.service.AskedProcess` asks."""

import json
import sys
from collections.abc import Callable
from typing import Any


def answer_lines(answer: Callable[[Any], dict[str, Any]]) -> None:
    """Answer until the standard input closes, which it does when the service ends, however it ends.

    Args:
        answer: makes the answer to a question; an error of its values is answered by its name.
    """
    for line in sys.stdin:
        try:
            answered = answer(json.loads(line))
        except (ValueError, TypeError, KeyError) as error:
            answered = {"error": type(error).__name__}
        sys.stdout.write(json.dumps(answered) + "\n")
        sys.stdout.flush()
