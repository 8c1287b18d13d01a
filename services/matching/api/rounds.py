"""Rounds and the summary; for coordinators."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from services.matching.api.proposal_views import ProposalView, view_proposal
from services.matching.api.round_views import PairView, RoundView, UnmatchedView, view_round
from services.matching.commands.rounds import requests
from services.matching.domain.rounds.parts import RoundOptions
from services.matching.domain.rounds.results.comparison import Comparison
from services.matching.domain.rounds.results.impact import Impact
from services.matching.domain.rounds.round import Round
from services.matching.queries import proposals, round_results, rounds, summary
from services.matching.queries.relations import UNRELATED
from services.matching.queries.visible_rounds import SeenRound, see_one
from shared.kernel import Identifier
from shared.runtime.caller import Caller
from shared.runtime.quotas import HEAVY, costs
from shared.service import (
    Coordinator,
    Page,
    Paging,
    Read,
    Run,
    Runner,
)

router = APIRouter(prefix="/programmes/{programme_id}", tags=["rounds"])
_NO_RESULT: Final[dict[int | str, dict[str, Any]]] = {
    409: {"description": "The round has no such result, it is no longer kept, or it counts the caller"}
}


class ApprovalRequest(BaseModel):
    """The proposals of a round that are not published."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"except": ["2f1c8a0d5b7e4c3a9d6e8f7a1b2c3d4e"]}]}
    )

    excluded: Annotated[tuple[Identifier, ...], Field(alias="except", max_length=10_000)] = ()


class RoundRequest(RoundOptions):
    """How to compute a round; a body left out means the defaults."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"time_limit_seconds": 120, "gap_target": 0, "preview": False, "shortlists": True},
                {"people": ["5d1f6a3c9b2e4f708a1c2d3e4f506172"]},
            ]
        },
    )


class CancellationRequest(BaseModel):
    """Whether the best matching so far is kept."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"keep": True}]})

    keep: Annotated[bool, Field(description="Propose the best matching so far")] = False


async def shown(round_: Round, caller: Caller, read: Runner) -> RoundView:
    """Return a round after a command, as the caller may see it."""
    if caller.employee_id is None:
        return view_round(SeenRound(round_, UNRELATED))
    return view_round(await read.read(caller, round_.programme, see_one, caller.employee_id, round_))


@router.post("/rounds", status_code=202, dependencies=[costs(HEAVY)], summary="Start a matching round")
async def request_round(
    programme_id: Identifier,
    caller: Coordinator,
    run: Run,
    read: Read,
    request: RoundRequest | None = None,
) -> RoundView:
    """Compute proposals for all ready people with a free place; nobody is asked before the approval.

    With ``people`` only these are matched, with anybody free; pairings and open proposals stay as they are.
    Continues in the background; poll the round until it is ``proposed`` (a what-if: ``previewed``).

    A coordinator who takes part in the programme is left out of the rounds they ask for, and of a what-if
    their partners are, too: another coordinator matches them.
    """
    options = RoundOptions(**(request or RoundRequest()).model_dump())
    made = await run.command(caller, programme_id, requests.request_round, caller.employee_id, options)
    return await shown(made, caller, read)


@router.get("/rounds", summary="List matching rounds")
async def list_rounds(
    programme_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
    busy: Annotated[bool, Query(description="Only those being computed, saved or approved")] = False,  # noqa: FBT002
) -> Page[RoundView]:
    """List all rounds, oldest first."""
    seen_rounds = await read.read(
        caller, programme_id, rounds.list_rounds, caller.employee_id, page, busy=busy
    )
    return Page.of(seen_rounds, view_round)


@router.get("/rounds/{round_id}", summary="One matching round")
async def get_round(
    programme_id: Identifier, round_id: Identifier, caller: Coordinator, read: Read
) -> RoundView:
    """Return one round: its state, how far it is, and at the end how good it is proven to be."""
    return view_round(await read.read(caller, programme_id, rounds.get_round, caller.employee_id, round_id))


@router.post("/rounds/{round_id}/cancellation", status_code=202, summary="Stop a matching round")
async def cancel_round(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    run: Run,
    read: Read,
    request: CancellationRequest | None = None,
) -> RoundView:
    """Stop a round that is being computed; with ``keep`` the best matching so far is proposed."""
    keep = bool(request and request.keep)
    ended = await run.command(caller, programme_id, requests.cancel_round, round_id, keep=keep)
    return await shown(ended, caller, read)


@router.get("/rounds/{round_id}/unmatched", responses=_NO_RESULT, summary="List unmatched participants")
async def list_unmatched(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
) -> Page[UnmatchedView]:
    """List the participants without a pair, with the reasons."""
    unmatched = await read.read(
        caller, programme_id, round_results.list_unmatched, caller.employee_id, round_id, page
    )
    return Page.of(unmatched, UnmatchedView.model_validate)


@router.get("/rounds/{round_id}/pairs", responses=_NO_RESULT, summary="List the pairs of a round")
async def list_pairs(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
) -> Page[PairView]:
    """List the pairs as computed, also those of a what-if, which has no proposals."""
    pairs = await read.read(
        caller, programme_id, round_results.list_pairs, caller.employee_id, round_id, page
    )
    return Page.of(pairs, PairView.model_validate)


@router.get(
    "/rounds/{round_id}/impact",
    dependencies=[costs(HEAVY)],
    responses=_NO_RESULT,
    summary="Matching rates by group",
)
async def get_impact(
    programme_id: Identifier, round_id: Identifier, caller: Coordinator, read: Read
) -> Impact:
    """Compare the matching rates of groups of people; small groups are hidden."""
    return await read.read(caller, programme_id, round_results.get_impact, caller.employee_id, round_id)


@router.get(
    "/rounds/{round_id}/comparison/{other_id}",
    dependencies=[costs(HEAVY)],
    responses=_NO_RESULT,
    summary="Compare two rounds",
)
async def compare_rounds(
    programme_id: Identifier,
    round_id: Identifier,
    other_id: Annotated[Identifier, Path(description="Id of the round to compare with")],
    caller: Coordinator,
    read: Read,
) -> Comparison:
    """Compare two rounds as computed: common pairs, totals, unmatched people, scores."""
    own = caller.employee_id
    return await read.read(caller, programme_id, round_results.compare_rounds, own, round_id, other_id)


@router.get("/rounds/{round_id}/proposals", summary="List the proposals of a round")
async def list_round_proposals(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    read: Read,
    page: Paging,
) -> Page[ProposalView]:
    """Return a round's proposals, each with its explanation."""
    round_proposals = await read.read(
        caller, programme_id, proposals.list_proposals, caller.employee_id, None, round_id, page
    )
    return Page.of(round_proposals, view_proposal)


@router.post(
    "/rounds/{round_id}/approval",
    status_code=202,
    dependencies=[costs(HEAVY)],
    summary="Publish the proposals of a round",
)
async def approve_round(
    programme_id: Identifier,
    round_id: Identifier,
    caller: Coordinator,
    run: Run,
    read: Read,
    approval: ApprovalRequest | None = None,
) -> RoundView:
    """Publish a round's proposals to their people, but for those named in ``except``.

    Continues in the background: the round is ``approving`` until everybody has been asked. 409 for a
    coordinator who takes part in it.
    """
    excluded = approval.excluded if approval else ()
    own = caller.employee_id
    approved = await run.command(caller, programme_id, requests.approve_round, own, round_id, excluded)
    return await shown(approved, caller, read)


@router.get("/summary", summary="Matching in figures")
async def get_summary(programme_id: Identifier, caller: Coordinator, read: Read) -> summary.Summary:
    """Return ready people, proposals by state, pairings and time to match."""
    return await read.read(caller, programme_id, summary.summarise, caller.employee_id)
