"""The mails that the development mail server has taken: one file each, the newest 10,000."""

from __future__ import annotations

import os
import re
import time
from collections import deque
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Final

MOST_MAILS: Final = 10_000
_ID: Final = re.compile(r"[0-9]{20}", re.ASCII)


class Mailbox:
    """A folder of mails; a later mail has the greater id.

    Args:
        folder: created if missing, readable by its owner only.
        most: the number of mails that are kept.
    """

    def __init__(self, folder: Path, most: int = MOST_MAILS) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._most = most
        self._ids = deque(sorted(path.stem for path in folder.glob("*.eml") if _ID.fullmatch(path.stem)))

    def keep(self, content: bytes) -> str:
        """Store a mail, delete the oldest beyond the limit, and return the mail's id."""
        last = int(self._ids[-1]) if self._ids else 0
        id_ = f"{max(time.time_ns(), last + 1):020}"
        draft = self._folder / f".{id_}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
            output.write(content)
        draft.replace(self._path(id_))
        self._ids.append(id_)
        while len(self._ids) > self._most:
            self._path(self._ids.popleft()).unlink(missing_ok=True)
        return id_

    def newest(self) -> list[str]:
        """Return the ids of all mails, newest first."""
        return list(reversed(self._ids))

    def read(self, id_: str) -> EmailMessage | None:
        """Return a mail, or None if there is none with this id."""
        if not _ID.fullmatch(id_):
            return None
        try:
            content = self._path(id_).read_bytes()
        except FileNotFoundError:
            return None
        return message_from_bytes(content, policy=default)

    def _path(self, id_: str) -> Path:
        return self._folder / f"{id_}.eml"
