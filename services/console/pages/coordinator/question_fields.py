"""The fields of questions on a page: read from a request, and what their template needs."""

from typing import Any

from services.console.clients.services import Answer
from services.console.pages.common.refusals import faults_of, refusal_of
from services.console.pages.coordinator.page_context import PageContext
from services.console.pages.coordinator.questions_form import (
    COMPARABLE,
    WITH_BOUNDS,
    WITH_OPTIONS,
    QuestionsForm,
    Shape,
    form_from,
)
from services.console.pages.coordinator.written_fields import one
from services.console.policy_editor.faults import Faults
from shared.locale import LANGUAGES


async def read_form(context: PageContext, shape: Shape) -> tuple[QuestionsForm, QuestionsForm | None]:
    """Return the form that was sent, and what it becomes; None where it is to be saved."""
    async with context.request.form(max_fields=8000) as sent:
        fields = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    form = form_from(fields, shape)
    return form, form.edited(one(fields, "action"), one(fields, "new-kind"))


async def parts_of(context: PageContext, form: QuestionsForm, after: Answer) -> dict[str, Any]:
    """Return what ``question_fields.html`` shows: the form, its faults, and the reader's language first."""
    voice = await context.voice()
    first = voice.language
    return {
        "form": form,
        "faults": Faults.of(faults_of(voice, after), refusal_of(voice, after)) if after.problem else Faults(),
        "written_in": [first, *(language for language in LANGUAGES if language != first)],
        "comparable": COMPARABLE if form.shape.joining else (),
        "with_bounds": WITH_BOUNDS,
        "with_options": WITH_OPTIONS,
    }
