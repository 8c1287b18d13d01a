"""Examples shown in the API's description: one invented mentor, Ada Example, on her way into a programme."""

from dataclasses import asdict
from typing import Final

from pydantic import JsonValue
from pydantic.config import JsonDict

from services.enrollment.domain.instruments import INSTRUMENTS, STYLE_SCALES, kind_in_each_language
from shared.contracts.vocabulary import Role

MENTOR_KIND: Final = INSTRUMENTS[Role.MENTOR]
_ANSWERS: Final[JsonDict] = {
    f"m{number:02d}": option for number, option in enumerate("abdcaebadcab", start=1)
}
_POINTS: Final[JsonDict] = {"translator": 4, "mirror": 2, "challenger": 4, "coach": 0, "connector": 2}
_STYLE: Final[JsonDict] = {"pace": 4, "directness": 3, "formality": 2}
_FIRST_ITEM: Final = MENTOR_KIND.items[0]
_KIND: Final = kind_in_each_language(MENTOR_KIND.id, MENTOR_KIND.version, "translator")
_OPTIONS: Final[list[JsonValue]] = [{"id": option.id, "text": option.text} for option in _FIRST_ITEM.options]

EMPLOYEE: Final[JsonDict] = {
    "employee_id": "e000042",
    "name": "Ada Example",
    "email": "ada@example.com",
    "grade": 3,
    "manager_id": "e000007",
    "department": "Engineering",
    "team": "ENG-0004",
    "region": "emea",
    "time_zone": "Europe/Berlin",
    "languages": [{"code": "de", "level": 5}, {"code": "en", "level": 4}],
    "skills": [{"topic": "ai-prompting", "level": 3}, {"topic": "social-media", "level": 2}],
    "hired_on": "2022-09-01",
    "born_year": 1998,
    "pay_panel": "P-12",
    "left": False,
}

IMPORT: Final[JsonDict] = {
    "import_id": "4b8e1d27a90c4f63b5d2e7f8091a2b3c",
    "mode": "full",
    "accepted": 1499,
    "changed": 37,
    "rejected": 1,
    "left": 4,
    "inactive": 12,
    "finished_at": "2026-01-05T06:00:12Z",
    "ignored_columns": ["cost_centre"],
    "errors": [
        {
            "line": 118,
            "employee_id": "e000117",
            "field": "grade",
            "message": "must be a whole number from 1 to 12",
            "code": "grade-unreadable",
            "params": {},
        }
    ],
    "error_count": 1,
    "warnings": [
        {
            "line": 2,
            "employee_id": "e000001",
            "field": "manager_id",
            "message": "is their own manager, so counts as the head of the organisation",
            "code": "own-manager",
            "params": {},
        }
    ],
    "warning_count": 1,
}

IMPORT_CHECK: Final[JsonDict] = {
    **{name: IMPORT[name] for name in ("accepted", "rejected", "left", "inactive", "ignored_columns")},
    **{name: IMPORT[name] for name in ("errors", "error_count", "warnings", "warning_count")},
    "new": 12,
    "must_be_confirmed": False,
}

ASSESSMENT: Final[JsonDict] = {"version": MENTOR_KIND.version, "answers": _ANSWERS, "style": _STYLE}

PARTICIPANT: Final[JsonDict] = {
    "participant_id": "5d1f6a3c9b2e4f708a1c2d3e4f506172",
    "employee_id": "e000042",
    "role": "mentor",
    "state": "ready",
    "region": "emea",
    "capacity": 2,
    "total_capacity": 3,
    "working_hours": {"starts": "09:00", "ends": "17:30"},
    "topics": [{"topic": "ai-prompting", "level": 3}],
    "terms_version": "2026-1",
    "terms_language": "de",
    "consent_due": False,
    "enrolled_at": "2026-01-06T09:15:00Z",
    "ready_at": "2026-01-08T13:40:00Z",
    "missing": [],
    "answered": 0,
    "training_left": [],
    "trained": ["confidentiality", "leading-a-session"],
    "result": {
        "instrument": MENTOR_KIND.id,
        "version": MENTOR_KIND.version,
        "kind": "translator",
        "title": {language: kind.title for language, kind in _KIND.items()},
        "about_you": {language: kind.about_you for language, kind in _KIND.items()},
        "for_your_partner": {language: kind.for_your_partner for language, kind in _KIND.items()},
        "points": _POINTS,
        "style": _STYLE,
    },
    "withdrawal_reason": None,
    "withdrawn_at": None,
    "private_reason": None,
}

QUESTIONNAIRE: Final[JsonDict] = {
    "instrument": MENTOR_KIND.id,
    "version": MENTOR_KIND.version,
    "role": MENTOR_KIND.role.value,
    "title": MENTOR_KIND.title,
    "introduction": MENTOR_KIND.introduction,
    "items": [{"id": _FIRST_ITEM.id, "situation": _FIRST_ITEM.situation, "options": _OPTIONS}],
    "style": [asdict(scale) for scale in STYLE_SCALES],
}

SUMMARY: Final[JsonDict] = {
    "participants": {
        "mentor": {"enrolled": 14, "ready": 120, "withdrawn": 3},
        "mentee": {"enrolled": 9, "ready": 119, "withdrawn": 2},
    },
    "total": 267,
}
