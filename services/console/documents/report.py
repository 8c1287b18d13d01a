"""The report of a programme: one set of figures for the page, the PDF and the CSV file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure of a report.

    Attributes:
        code: its name in the CSV file.
        name: its name for people.
        shown: the figure in words, with its margin.
        value: the same as a number; None while nothing can be shown.
        margin: the value is at most this much higher or lower, in 95 of 100 cases; None for counted facts.
        people: how many people it is about, where that is known.
        low: the lower end of the interval around the value, where it is not even.
        high: its upper end.
        people_shown: the number of people in words, or empty.
        unit: of the value, as a code.
        serves: the names of the key results that it is the measure of.
    """

    code: str
    name: str
    shown: str
    value: float | None = None
    margin: float | None = None
    people: int | None = None
    unit: str = ""
    serves: tuple[str, ...] = ()
    people_shown: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Part:
    """Figures about one subject.

    Attributes:
        code: its name in the CSV file.
        title: its name for people.
        figures: at least one.
        hint: how to read them, or empty.
        notes: the meaning of single figures in sentences.
    """

    code: str
    title: str
    figures: tuple[Figure, ...]
    hint: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeyResult:
    """A key result: where the programme began, is now, and wants to be.

    Attributes:
        code: its name in the CSV file.
        name: its name for people.
        measure: the measure in words.
        details: the objective it serves, who answers for it, by when, and the day of an entered figure.
        shown: the measure now, or that there is not enough data.
        baseline_shown: where the programme began, in words.
        target_shown: where it wants to be, in words.
        distance: how far it is beyond its target, or empty.
        beyond: the same as a number.
        places: of baseline, measure and target on the scale, in percent.
    """

    code: str
    name: str
    measure: str
    details: str
    baseline: float
    target: float
    actual: float | None
    shown: str
    baseline_shown: str
    target_shown: str
    distance: str
    beyond: float | None
    places: tuple[float, float, float]


@dataclass(frozen=True)
class Report:
    """The report of a programme in one language.

    Attributes:
        language: of all words.
        title: its kind: in progress, or final.
        programme: the programme's name.
        period: its dates.
        state: which closing the figures about answers are of, and when the next ones come.
        as_of: the instant of that closing in ISO format, or empty.
        begun: the instant of the first day in ISO format.
        final: whether its figures about answers stay as they are.
        results: the key results.
        parts: everything else, by subject.
        words: the heads of tables, in the same language, for those who draw the report.
    """

    language: str
    title: str
    programme: str
    period: str
    state: str
    as_of: str
    begun: str
    final: bool
    results: tuple[KeyResult, ...]
    parts: tuple[Part, ...]
    words: dict[str, str]
