"""All versions of the policy, each with what it changed."""

from typing import Annotated, Final

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse

from services.console.domain.policies import PolicyVersion, PolicyVersions
from services.console.domain.policy_words import changes, parts
from services.console.pages.view import PageNumber
from services.console.pages.visit import COORDINATORS, AtProgramme
from services.console.paging import Page

router = APIRouter(
    prefix="/programmes/{programme_id}/policy/versions", include_in_schema=False, dependencies=[COORDINATORS]
)

_ON_A_PAGE: Final = 20


@router.get("")
async def versions(visit: AtProgramme, page: PageNumber = 1) -> HTMLResponse:
    """One page of versions, the latest first."""
    await visit.overview()
    one_more = {"limit": _ON_A_PAGE + 1, "offset": (page - 1) * _ON_A_PAGE}
    found = await visit.ask(PolicyVersions, "policy/versions", one_more)
    shown = found.items[:_ON_A_PAGE]
    return await visit.show(
        "policy_versions.html",
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
async def version(visit: AtProgramme, number: Annotated[int, Path(ge=1, le=10_000_000)]) -> HTMLResponse:
    """One version in words."""
    await visit.overview()
    found = await visit.ask(PolicyVersion, f"policy/versions/{number}")
    return await visit.show("policy_version.html", version=found, parts=parts(found.decisions))
