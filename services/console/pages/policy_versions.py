"""All versions of the policy, each with what it changed."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from services.console import queries
from services.console.domain.policies import PolicyVersion, PolicyVersions
from services.console.domain.policy_words import changes, parts
from services.console.pages.matching_api import ask_matching
from services.console.pages.view import Coordinator, PageNumber, ProgrammeId, render
from services.console.queries import Page
from shared.service.commands import Read

router = APIRouter(prefix="/programmes/{programme_id}/policy/versions", include_in_schema=False)

_ON_A_PAGE: Final = 20


@router.get("")
async def versions(
    request: Request, programme_id: ProgrammeId, caller: Coordinator, read: Read, page: PageNumber = 1
) -> HTMLResponse:
    """One page of versions, the latest first."""
    await read.read(caller, programme_id, queries.overview)
    window = {"limit": _ON_A_PAGE + 1, "offset": (page - 1) * _ON_A_PAGE}
    path = f"/programmes/{programme_id}/policy/versions"
    found = await ask_matching(request, PolicyVersions, path, window)
    shown = found.items[:_ON_A_PAGE]
    return render(
        request,
        "policy_versions.html",
        caller,
        programme_id=programme_id,
        page=Page(shown, page, found.total, _ON_A_PAGE),
        changed=dict(zip((each.number for each in shown), _steps(found.items), strict=False)),
    )


def _steps(versions: list[PolicyVersion]) -> list[list[str] | None]:
    """What each version changed against the one before; None of the first."""
    before = [*versions[1:], None]
    return [
        changes(old.decisions, new.decisions) if old else None
        for new, old in zip(versions, before, strict=False)
    ]


@router.get("/{number}")
async def version(
    request: Request,
    programme_id: ProgrammeId,
    number: Annotated[int, Path(ge=1)],
    caller: Coordinator,
    read: Read,
) -> HTMLResponse:
    """One version in words."""
    await read.read(caller, programme_id, queries.overview)
    path = f"/programmes/{programme_id}/policy/versions/{number}"
    found = await ask_matching(request, PolicyVersion, path)
    return render(
        request,
        "policy_version.html",
        caller,
        programme_id=programme_id,
        version=found,
        parts=parts(found.decisions),
    )
