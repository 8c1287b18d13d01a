"""The form of a programme's plan: its fields, what they show of a plan, and the plan they make."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.console.clients.enrollment import ProgrammeDefinition
from services.console.wording.training import MODULES
from shared.contracts.enrollment import AdmissionRules, ProgrammeRules
from shared.locale import translatable

OBJECTIVES: Final = 8
"""The number of objectives that the form has room for."""
TRAINING: Final = "rules.training"
"""The field to which the modules that the organisation wrote are further choices."""
_OPTIONAL: Final = ("serves", "unit", "owner", "due_on")
_OBJECTIVE_FIELDS: Final = ("name", "measure", "baseline", "target", *_OPTIONAL)
MODES: Final = {
    "everybody": translatable("Everybody may join"),
    "application": translatable("People apply, and a coordinator decides"),
    "invited": translatable("Only people who are invited"),
}
_SCHEMAS: Final = {
    "rules": ProgrammeRules.model_json_schema()["properties"],
    "admission": AdmissionRules.model_json_schema()["properties"],
}


@dataclass(frozen=True)
class Field:
    """One field of the form.

    Attributes:
        name: its path in the plan.
        label: the question it answers.
        kind: the type of the input; ``select`` for one of the choices, ``checks`` for any of them.
        hint: how to fill it in.
        choices: the values to choose from, with their words.
        required: whether it must be filled in.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: Mapping[str, str] | None = None
    required: bool = True

    @property
    def id(self) -> str:
        """The id of its input on the page."""
        return self.name.replace(".", "-").replace("[", "-").replace("]", "")

    @property
    def bounds(self) -> Mapping[str, int]:
        """The smallest and the largest value of a number."""
        if self.kind != "number":
            return {}
        part, _, name = self.name.partition(".")
        schema = _SCHEMAS[part][name]
        bounds = schema.get("anyOf", [schema])[0]
        return {"min": bounds["minimum"], "max": bounds["maximum"]}


def _number(name: str, label: str, unit: str) -> Field:
    return Field(f"rules.{name}", label, "number", unit)


PLAN: Final = (
    Field("name", translatable("Name")),
    Field("starts_on", translatable("First day"), "date"),
    Field(
        "ends_on",
        translatable("Last day"),
        "date",
        translatable("Empty: the programme goes on until a coordinator ends it"),
        required=False,
    ),
    Field("regions", translatable("Regions"), hint=translatable("As HR names them, separated by commas")),
    Field(
        "terms_version",
        translatable("Version of the terms"),
        hint=translatable("People consent to the terms with this version"),
    ),
)
ADMISSION: Final = (
    Field("admission.mode", translatable("People who may join"), "select", choices=MODES),
    Field(
        "admission.mentor_places",
        translatable("Places for mentors"),
        "number",
        translatable("Empty: no limit"),
        required=False,
    ),
    Field(
        "admission.mentee_places",
        translatable("Places for mentees"),
        "number",
        translatable("Empty: no limit"),
        required=False,
    ),
    Field(
        "admission.offer_days",
        translatable("A place that is offered is kept for"),
        "number",
        translatable("days"),
    ),
)
RULES: Final = {
    translatable("Who can be paired"): (
        _number("min_grade_gap", translatable("The mentor is junior by at least"), translatable("grades")),
        _number(
            "line_depth", translatable("Reporting lines that exclude a pair go up to"), translatable("levels")
        ),
        _number(
            "min_overlap_minutes", translatable("Working hours in common"), translatable("minutes a day")
        ),
        _number("min_language_level", translatable("Level of a common language"), translatable("1 to 5")),
    ),
    translatable("Training"): (
        Field(
            TRAINING,
            translatable("Modules to complete before matching"),
            "checks",
            translatable("Each person completes those for their role"),
            choices=MODULES,
            required=False,
        ),
        Field(
            "rules.training_valid_days",
            translatable("A completed module counts for"),
            "number",
            translatable("days; empty: for good"),
            required=False,
        ),
    ),
    translatable("Proposals and first contact"): (
        Field(
            "rules.round_weeks",
            translatable("A matching begins by itself every"),
            "number",
            translatable("weeks; empty: only when a coordinator starts it"),
            required=False,
        ),
        _number(
            "proposal_expiry_working_days",
            translatable("Time to answer a proposal"),
            translatable("working days"),
        ),
        _number("first_contact_days", translatable("The executive writes within"), translatable("days")),
    ),
    translatable("Sessions"): (
        _number("session_minutes", translatable("Length of a session"), translatable("minutes")),
        _number("cadence_weeks", translatable("Time between sessions"), translatable("weeks")),
        Field(
            "rules.reminder_hours",
            translatable("Reminders before a session"),
            hint=translatable("Hours, separated by commas"),
        ),
        _number("notice_hours", translatable("Sessions can be moved until"), translatable("hours before")),
        _number("outcome_days", translatable("Time to report a session"), translatable("days")),
        _number("check_in_days", translatable("Time to answer a check-in"), translatable("days")),
    ),
    translatable("Pulse surveys"): (
        Field(
            "rules.pulse_days",
            translatable("Days after a pairing began"),
            hint=translatable("Days, separated by commas; empty: no surveys"),
            required=False,
        ),
        _number("pulse_answer_days", translatable("Time to answer a survey"), translatable("days")),
    ),
    translatable("When two do not meet"): (
        _number(
            "alarm_cancellations",
            translatable("Cancellations in a row that raise an alarm"),
            translatable("sessions"),
        ),
        _number("idle_warn_days", translatable("Remind both after"), translatable("days without a session")),
        _number(
            "idle_alarm_days",
            translatable("Tell the coordinator after"),
            translatable("days without a session"),
        ),
        _number(
            "idle_close_days", translatable("End the pairing after"), translatable("days without a session")
        ),
    ),
    translatable("Concerns"): (
        _number(
            "concern_days", translatable("Goes to a sponsor unless acknowledged within"), translatable("days")
        ),
    ),
    translatable("The end"): (
        Field(
            "rules.pairing_weeks",
            translatable("A pairing is completed after"),
            "number",
            translatable("weeks; empty: when the programme ends"),
            required=False,
        ),
        _number(
            "closing_days", translatable("Nobody enrols or is matched in the last"), translatable("days")
        ),
    ),
}
_FIELDS: Final = (*PLAN, *ADMISSION, *(field for section in RULES.values() for field in section))
_LISTS: Final = frozenset({"regions", "rules.reminder_hours", "rules.pulse_days", TRAINING})
_LABELS: Final = {field.name: field.label for field in _FIELDS}


def texts_of(plan: ProgrammeDefinition) -> dict[str, str]:
    """Return what the form shows of a plan, by the names of its fields."""
    values = {
        name: getattr(plan, name) for name in ("name", "starts_on", "ends_on", "regions", "terms_version")
    }
    values |= {f"rules.{name}": value for name, value in plan.rules}
    values |= {f"admission.{name}": value for name, value in plan.admission}
    texts = {name: _text(value) for name, value in values.items()}
    for number, objective in enumerate(plan.objectives[:OBJECTIVES]):
        for name in _OBJECTIVE_FIELDS:
            texts[f"objectives[{number}].{name}"] = _text(getattr(objective, name))
    return texts


def body_of(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the plan as enrollment takes it; what is not a number stays a text, which enrollment refuses."""
    body: dict[str, Any] = {"rules": {}, "admission": {}, "based_on": _value(texts.get("based_on", "0"))}
    for field in _FIELDS:
        text = texts.get(field.name, "").strip()
        value: Any = _list(text) if field.name in _LISTS else text
        part, _, name = field.name.rpartition(".")
        if part:
            if field.name in _LISTS:
                body[part][name] = [_value(item) for item in value]
            else:
                body[part][name] = _value(text) if text or field.required else None
        else:
            body[field.name] = value if value or field.required else None
    rows = [_objective(texts, number) for number in range(OBJECTIVES)]
    return body | {"objectives": [row for row in rows if row["name"]]}


def rows_of(texts: Mapping[str, str]) -> int:
    """Return how many objectives the form shows: those with a name, and room for more."""
    last = max((n for n in range(OBJECTIVES) if texts.get(f"objectives[{n}].name")), default=-1)
    return min(OBJECTIVES, last + 3)


def label_of(path: str) -> str:
    """Return how a page calls a field of the plan."""
    return _LABELS.get(path, translatable("Objectives") if path.startswith("objectives") else path)


def _objective(texts: Mapping[str, str], number: int) -> dict[str, Any]:
    values = {name: texts.get(f"objectives[{number}].{name}", "").strip() for name in _OBJECTIVE_FIELDS}
    optional = {name: values[name] or None for name in _OPTIONAL}
    return {**values, **optional, "baseline": _value(values["baseline"]), "target": _value(values["target"])}


def _list(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _value(text: str) -> int | float | str:
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text
