"""All versions of the policy, each with what it changed."""

from typing import Annotated, Final

from fastapi import Path
from fastapi.responses import HTMLResponse

from services.console.clients.matching.policy import PolicyVersion, PolicyVersions
from services.console.pages.common.view import PageNumber
from services.console.pages.coordinator.page_context import ProgrammePage, make_router
from services.console.policy_editor.policy_in_words import changes, parts
from services.console.read_models.paginated import TablePage
from shared.locale import Voice

router = make_router("/policy/versions")

_ON_A_PAGE: Final = 20


@router.get("")
async def versions(context: ProgrammePage, page: PageNumber = 1) -> HTMLResponse:
    """Show one page of versions, the latest first."""
    await context.overview()
    one_more = {"limit": _ON_A_PAGE + 1, "offset": (page - 1) * _ON_A_PAGE}
    versions = await context.fetch(PolicyVersions, "policy/versions", one_more)
    shown = versions.items[:_ON_A_PAGE]
    voice = await context.voice()
    return await context.render(
        "policy_versions.html",
        page=TablePage(shown, page, versions.total, _ON_A_PAGE),
        changed=dict(zip((each.number for each in shown), _steps(voice, versions.items), strict=False)),
    )


def _steps(voice: Voice, versions: list[PolicyVersion]) -> list[list[str] | None]:
    """Return the changes of each version; None for the first one."""
    before = [*versions[1:], None]
    return [
        changes(voice, old.decisions, new.decisions) if old else None
        for new, old in zip(versions, before, strict=False)
    ]


@router.get("/{number}")
async def version(context: ProgrammePage, number: Annotated[int, Path(ge=1, le=10_000_000)]) -> HTMLResponse:
    """Show one version in words."""
    await context.overview()
    version = await context.fetch(PolicyVersion, f"policy/versions/{number}")
    words = parts(await context.voice(), version.decisions)
    return await context.render("policy_version.html", version=version, policy_parts=words)
