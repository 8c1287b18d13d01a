"""Facts of feedback."""

from typing import Final

from services.console.reactions.registry import reactions
from services.console.store import FINAL_FIGURES, PAIRINGS, RELEASED, keep, load
from shared.contracts.feedback import (
    FiguresReleased,
    FinalReportReady,
    FirstContactMade,
    PairingFellIdle,
    PairingHealthChanged,
)
from shared.messaging import Event, UnitOfWork

_FINAL: Final = ("closed_at", "figures", "recommendations", "response", "changes", "own")
_RELEASED: Final = (*_FINAL, "next_at")


@reactions.on(FiguresReleased, replaces={RELEASED: "programme_id"})
async def note_figures(event: Event[FiguresReleased], uow: UnitOfWork) -> None:
    """Store the figures in force and the date of the next, in place of those before."""
    row = await load(uow, RELEASED, event.data.programme_id)
    await keep(uow, RELEASED, row.noted(**{name: getattr(event.data, name) for name in _RELEASED}))


@reactions.on(FinalReportReady, replaces={FINAL_FIGURES: "programme_id"})
async def note_final_figures(event: Event[FinalReportReady], uow: UnitOfWork) -> None:
    """Keep the figures of the final report; they are in no count, which the figures in force are."""
    row = await load(uow, FINAL_FIGURES, event.data.programme_id)
    uow.save(FINAL_FIGURES, row.noted(**{name: getattr(event.data, name) for name in _FINAL}))


@reactions.on(PairingHealthChanged, replaces={PAIRINGS: "pairing_id"})
async def note_health(event: Event[PairingHealthChanged], uow: UnitOfWork) -> None:
    """Note another health of a pairing."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    reasons = tuple(str(reason) for reason in event.data.reasons)
    await keep(uow, PAIRINGS, pairing.noted(health=event.data.health, reasons=reasons))


@reactions.on(PairingFellIdle, replaces={PAIRINGS: "pairing_id"})
async def note_idle(event: Event[PairingFellIdle], uow: UnitOfWork) -> None:
    """Note that a pair has not met for long, and the step taken."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.noted(idle_step=str(event.data.step), idle_since=event.data.since))


@reactions.on(FirstContactMade, replaces={PAIRINGS: "pairing_id"})
async def note_contact(event: Event[FirstContactMade], uow: UnitOfWork) -> None:
    """Note that the executive got in touch."""
    pairing = await load(uow, PAIRINGS, event.data.pairing_id)
    await keep(uow, PAIRINGS, pairing.noted(contacted=True))
