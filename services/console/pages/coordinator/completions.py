"""Training completed in a learning system: its file is pasted; its activities are named for statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import Form, Response
from fastapi.responses import HTMLResponse

from services.console.clients.completions import Activities, Completions
from services.console.clients.own_modules import OwnModules
from services.console.clients.services import Answer
from services.console.pages.common.requests import clients_of, token_of
from services.console.pages.coordinator.page_context import FINE, PageContext, ProgrammePage, make_router
from services.console.pages.coordinator.written_fields import whole
from services.console.policy_editor.faults import Faults
from services.console.wording.training import MODULES
from shared.locale import translatable

router = make_router("/training-completions")

_FIELD: Final = "activities-"
"""The beginning of the name of a field; the module's id follows."""
_NOTHING: Final = translatable("Paste the rows of the file.")


@dataclass(frozen=True)
class TypedActivities:
    """Activities as typed, by module; ``based_on`` is the number of the list that they were edited from."""

    of_modules: Mapping[str, Sequence[str]]
    based_on: str
    faulty: frozenset[str] = frozenset()

    def text(self, module: str) -> str:
        """Return the activities of a module as its field shows them."""
        return " ".join(self.of_modules.get(module, ()))


@router.get("")
async def completions(context: ProgrammePage, said: Literal["", "activities"] = "") -> HTMLResponse:
    """Show the forms."""
    return await _show(context, notice=said)


@router.post("", response_model=None)
async def record(context: ProgrammePage, rows: Annotated[str, Form(max_length=900_000)] = "") -> Response:
    """Record the rows, and show which were not taken; the same rows again change nothing."""
    if not rows.strip():
        return await _show(context, after=Answer(422, _NOTHING))
    path = context.path("training-completions")
    sent = await clients_of(context.request).send_text(
        "enrollment", path, token_of(context.request), rows, {}
    )
    if sent.problem:
        return await _show(context, after=sent, typed=rows)
    return await _show(context, result=Completions.model_validate(sent.body))


@router.post("/activities", response_model=None)
async def set_activities(context: ProgrammePage) -> Response:
    """State which activities of the learning system are which modules."""
    async with context.request.form(max_fields=200) as form:
        fields = {name: str(value) for name, value in form.items()}
    named = {
        name.removeprefix(_FIELD): value.split() for name, value in fields.items() if name.startswith(_FIELD)
    }
    activities = [
        {"activity": each, "module": module} for module, written in named.items() for each in written
    ]
    number = fields.get("based_on", "")
    body = {"activities": activities, "based_on": whole(number)}
    sent = await context.send("training-activities", body, method="PUT", owner="enrollment")
    if sent.problem:
        faulty = _modules_at_fault(sent, [each["module"] for each in activities])
        return await _show(context, after=sent, naming=TypedActivities(named, number, faulty))
    return context.redirect("training-completions?said=activities")


def _modules_at_fault(refused: Answer, listed: Sequence[str]) -> frozenset[str]:
    """Return the modules in whose fields something stands that names no activity."""
    faults = Faults.of(dict.fromkeys(refused.errors, ""), "")
    return frozenset(module for place, module in enumerate(listed) if faults.at(f"activities[{place}]"))


def _naming(known: Activities) -> TypedActivities:
    """Return the activities that are named, as a form that nobody has edited."""
    of_modules = defaultdict(list)
    for each in known.activities:
        of_modules[each.module].append(each.activity)
    return TypedActivities(of_modules, str(known.number))


async def _show(
    context: PageContext,
    *,
    after: Answer = FINE,
    notice: str = "",
    typed: str = "",
    result: Completions | None = None,
    naming: TypedActivities | None = None,
) -> HTMLResponse:
    await context.overview()
    known = await context.fetch(Activities, "training-activities", owner="enrollment")
    written = await context.fetch(OwnModules, "training-modules", owner="enrollment")
    return await context.render(
        "training_completions.html",
        after=after,
        notice=notice,
        field=_FIELD,
        naming=naming or _naming(known),
        rows_refused=bool(after.problem and naming is None),
        typed=typed,
        result=result,
        modules=MODULES,
        titles=written.titles((await context.voice()).language, retired=True),
    )
