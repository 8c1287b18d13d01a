"""Arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(".devstack")
Root = Annotated[Path, typer.Option(help="Directory for data, logs, keys and records.")]
