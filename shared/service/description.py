"""The description of a service's API, for programs; there is no page for it, so no script from elsewhere."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from shared.runtime.auth import open_to_all

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json", dependencies=[open_to_all("describes the API; holds no data of anybody")])
async def openapi(request: Request) -> Response:
    """Answer the OpenAPI document, rendered once."""
    state = request.app.state
    if not hasattr(state, "description"):
        state.description = bytes(JSONResponse(request.app.openapi()).body)
    return Response(state.description, media_type="application/json")
