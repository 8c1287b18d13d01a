"""The person's own sessions at the console, each with a button that ends it."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.console.browser_sessions.cookies import cookies_of
from services.console.pages.common.view import render
from shared.service import PageReader

router = APIRouter(prefix="/sign-ins", include_in_schema=False)

Key = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.get("")
async def sign_ins(request: Request, caller: PageReader) -> HTMLResponse:
    """Show all sessions of the person, the latest first."""
    cookies = cookies_of(request)
    current = await cookies.store.find(cookies.secret(request))
    return render(
        request,
        "sign_ins.html",
        caller,
        sign_ins=await cookies.store.of(caller),
        current=current.key if current else "",
    )


@router.post("/{key}/end", response_model=None)
async def end(request: Request, caller: PageReader, key: Key) -> Response:
    """End one of them, and revoke its token."""
    await cookies_of(request).store.end(key, caller)
    return RedirectResponse("/sign-ins", 303)
