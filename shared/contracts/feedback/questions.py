"""The questions whose answers are released, and by what figures are broken down."""

from enum import StrEnum


class Questionnaire(StrEnum):
    """A set of questions; each has numbered versions."""

    CHECK_IN = "check-in"
    """Asked of both after a session."""
    MENTOR_PULSE = "mentor-pulse"
    """Psychological safety, asked of mentors on fixed days of their pairing."""
    MENTEE_PULSE = "mentee-pulse"
    """The things that executives do differently, asked of them on the same days."""
    RECOMMENDATION = "recommendation"
    """Asked of both at the end of the programme, before there was a closing survey."""
    START = "start"
    """Asked of both when their pairing begins, to be compared with the closing survey."""
    CLOSING = "closing"
    """Asked of both at the end of their pairing or of the programme."""
    OWN_CHECK_IN = "own-check-in"
    """The programme's own questions after a session."""
    OWN_PULSE = "own-pulse"
    """The programme's own questions on fixed days of a pairing."""
    OWN_CLOSING = "own-closing"
    """The programme's own questions at the end."""


class Question(StrEnum):
    """A question whose answers are released as figures, from 1 (not at all) to 5 (fully) unless stated."""

    USEFULNESS = "usefulness"
    """How useful the session was."""
    HEARD = "heard"
    """The executive takes seriously what the mentor says."""
    OPEN = "open"
    """The mentor says what they think, and holds nothing back."""
    SAFE = "safe"
    """Nothing that the mentor says has bad consequences for them."""
    DIFFERENT = "different"
    """The executive does something differently because of the sessions."""
    ASKS = "asks"
    """The executive asks junior colleagues for their view before decisions."""
    PASSES_ON = "passes-on"
    """The executive passes on to others what they learn."""
    RECOMMEND = "recommend"
    """How likely they are to recommend taking part, from 0 to 10."""
    CHANGED = "changed"
    """The things that they learned have changed how they work."""
    AGAIN = "again"
    """They would take part again."""
    UNDERSTANDS = "understands"
    """They understand how colleagues of another generation think and work."""
    DIGITAL = "digital"
    """The executive is at ease with the digital tools of their work."""
    CONFIDENT = "confident"
    """The mentor speaks with confidence in front of senior people."""


class Dimension(StrEnum):
    """The dimension by which figures are broken down."""

    TOTAL = "total"
    """Not at all: the one category is ``all``."""
    REGION = "region"
    GRADE_BAND = "grade-band"
    ROLE = "role"
