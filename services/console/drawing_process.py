"""Drawing in a process of its own, since it would keep all other threads of the service waiting."""

from asyncio.subprocess import Process
from collections.abc import Mapping
from typing import Any, Final

from shared.service import AskedProcess, Unanswered

PATIENCE_SECONDS: Final = 30.0
"""The first drawing of a process takes a second, on a busy machine several."""


class DrawingFailed(RuntimeError):  # noqa: N818 (named as people say it)
    """Something could not be drawn."""


class DrawingProcess:
    """A process that reads what to draw as JSON, a line each, and answers with its drawing in JSON.

    Args:
        module: what it runs.
        patience_seconds: how long a drawing may take.
    """

    def __init__(self, module: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._process = AskedProcess(module, patience_seconds)

    @property
    def current(self) -> Process | None:
        """The process, if there is one."""
        return self._process.current

    async def draw(self, asked: Mapping[str, Any]) -> str:
        """Return the drawing, as text.

        Raises:
            DrawingFailed: it could not be drawn in time or at all.
        """
        try:
            answer = await self._process.ask(asked)
        except Unanswered as error:
            raise DrawingFailed(f"nothing could be drawn: {error}") from error
        if "drawing" not in answer:
            raise DrawingFailed(answer["error"])
        drawing: str = answer["drawing"]
        return drawing

    async def close(self) -> None:
        """End the process, if there is one."""
        await self._process.close()
