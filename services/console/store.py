"""Collections of the read models."""

from typing import Any, Final, TypeVar

from services.console.read_models.effect import Effect
from services.console.read_models.entered import EnteredFigure
from services.console.read_models.held_back import HeldBack
from services.console.read_models.pairings import Pairing
from services.console.read_models.people import Person, Programme
from services.console.read_models.proposals import Proposal
from services.console.read_models.released import Released
from services.console.read_models.rounds import Round
from services.console.read_models.row import Row
from services.console.read_models.sessions import Session
from services.console.read_models.tally import Tally
from shared.messaging import Collection, UnitOfWork, programme_index, tenant_index

R = TypeVar("R", bound=Row)


_OF_TWO: Final = (programme_index("mentor_id"), programme_index("mentee_id"))
"""Indexes of rows about two people, which are left out if one of the two asks."""


PROGRAMMES: Final = Collection("programmes", Programme, organisation_wide=True)
TALLIES: Final = Collection("tallies", Tally)
PEOPLE: Final = Collection(
    "people",
    Person,
    indexes=[
        programme_index("id"),
        programme_index("employee_id"),
        tenant_index("employee_id"),
        programme_index("state", "id"),
        programme_index("role", "state", "id"),
        programme_index("consent_due", "id"),
        tenant_index("delegate_employee_id"),
    ],
)
TENANT_PEOPLE: Final = Collection(PEOPLE.name, Person, organisation_wide=True)
"""The same rows over all programmes of a tenant, to be read only."""
ROUNDS: Final = Collection("rounds", Round, indexes=[programme_index("-requested_at")])
PROPOSALS: Final = Collection(
    "proposals",
    Proposal,
    indexes=[*_OF_TWO, programme_index("-score", "id"), programme_index("state", "-score", "id")],
)
PAIRINGS: Final = Collection(
    "pairings",
    Pairing,
    indexes=[
        *_OF_TWO,
        tenant_index("mentor_employee_id"),
        tenant_index("mentee_employee_id"),
        programme_index("state", "health", "id"),
        programme_index("state", "alarm_at"),
        programme_index("state", "idle_since", "id"),
        programme_index("state", "sponsor", "id"),
        tenant_index("sponsor_employee_id"),
    ],
)
TENANT_PAIRINGS: Final = Collection(PAIRINGS.name, Pairing, organisation_wide=True)
"""The same rows over all programmes of a tenant, to be read only."""
SESSIONS: Final = Collection(
    "sessions",
    Session,
    indexes=[
        *_OF_TWO,
        programme_index("pairing_id", "starts_at"),
        programme_index("starts_at", "id"),
        programme_index("state", "starts_at", "id"),
    ],
)
HELD_BACK: Final = Collection("held_back", HeldBack)
RELEASED: Final = Collection("released", Released)
FINAL_FIGURES: Final = Collection("final_figures", Released)
"""The figures that the report of a completed programme keeps."""
EFFECTS: Final = Collection("effects", Effect)
ENTERED_FIGURES: Final = Collection("entered_figures", EnteredFigure)

COLLECTIONS: Final[list[Collection[Any]]] = [
    PROGRAMMES,
    TALLIES,
    PEOPLE,
    ROUNDS,
    PROPOSALS,
    HELD_BACK,
    PAIRINGS,
    SESSIONS,
    RELEASED,
    FINAL_FIGURES,
    EFFECTS,
    ENTERED_FIGURES,
]


async def load(uow: UnitOfWork, collection: Collection[R], id_: str) -> R:
    """Return the row with this id, or a blank one."""
    return await uow.get(collection, id_) or collection.model(id=id_, **uow.scope.model_dump())


async def load_tally(uow: UnitOfWork) -> Tally:
    """Return the tally of this programme, or an empty one."""
    id_ = uow.scope.programme
    return await uow.get(TALLIES, id_) or Tally(id=id_, tenant=uow.scope.tenant, programme=id_)


async def keep(uow: UnitOfWork, collection: Collection[R], row: R) -> None:
    """Save a row and bring the tally into step with it."""
    before = await uow.get(collection, row.id)
    tally = await load_tally(uow)
    moved = tally.moved(before.facets() if before else {}, row.facets())
    uow.save(collection, row)
    if moved is not tally:
        uow.save(TALLIES, moved)
