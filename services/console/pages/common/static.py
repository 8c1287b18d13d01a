"""Style sheet and scripts, as they lie in the package."""

from pathlib import Path
from typing import Final, Literal

from fastapi import APIRouter
from fastapi.responses import FileResponse

from shared.runtime.auth import open_to_all

router = APIRouter(prefix="/static", include_in_schema=False)

_FOLDER: Final = Path(__file__).resolve().parents[2] / "static"
_TYPES: Final = {".css": "text/css", ".js": "text/javascript"}


@router.get("/{name}", dependencies=[open_to_all("the same for everybody, holds no data")])
async def file(name: Literal["console.css", "participant.css", "live.js"]) -> FileResponse:
    """Show one static file."""
    path = _FOLDER / name
    return FileResponse(
        path, media_type=_TYPES[path.suffix], headers={"Cache-Control": "public, max-age=300"}
    )
