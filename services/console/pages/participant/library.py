"""Agendas by stage and ideas by topic, to be read before a session."""

from collections.abc import Iterable

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from services.console.clients.enrollment import OwnParticipations
from services.console.pages.common.markdown import render_markdown
from services.console.pages.common.reader import voice_of
from services.console.pages.participant.own_page import PARTICIPANTS, PREFIX, Own, PathId
from services.console.wording.topics import topic_groups
from shared import topics
from shared.library import agendas, resources

router = APIRouter(prefix=f"{PREFIX}/library", include_in_schema=False, dependencies=[PARTICIPANTS])


@router.get("")
async def library(page: Own) -> HTMLResponse:
    """List the agendas by stage and the resources by topic, those of the caller's own topics first."""
    voice = voice_of(page.request)
    own = await page.section("enrollment", OwnParticipations, "me")
    chosen = [each.topic for one in own.value.items for each in one.topics] if own.value else []
    own_groups = _groups_of(chosen)
    groups = topic_groups(voice)
    return page.render(
        "library.html",
        agendas=agendas(voice.language),
        groups={id_: groups[id_] for id_ in sorted(groups, key=lambda id_: id_ not in own_groups)},
        own_groups=own_groups,
    )


@router.get("/{name}")
async def entry(page: Own, name: PathId) -> HTMLResponse:
    """Show an agenda by its stage, or the resource of a group of topics."""
    voice = voice_of(page.request)
    for stage, agenda in agendas(voice.language).items():
        if stage == name:
            return page.render("library_agenda.html", agenda=agenda)
    resource = resources(voice.language).get(name)
    if resource is None:
        raise HTTPException(404, "there is no such agenda or resource")
    return page.render(
        "library_resource.html", title=topic_groups(voice)[name], text=render_markdown(resource.text)
    )


def _groups_of(chosen: Iterable[str]) -> frozenset[str]:
    known = topics.topics()
    return frozenset(known[topic].group for topic in chosen if topic in known)
