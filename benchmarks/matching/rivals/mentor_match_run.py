# The rival's package is in another environment.
# mypy: ignore-errors
"""Run mentor-match on whole scores read from a file; in its own environment, without this project."""

import json
import sys
import time
from pathlib import Path

import numpy as np
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Rule


class Points(Rule):
    """The points of a pair, whole numbers: fractions would vanish in its costs."""

    def __init__(self, points: list[list[int]]) -> None:
        super().__init__()
        self.points = points

    def evaluate(self, match_object) -> bool:  # noqa: ANN001
        """Every pair has points."""
        return bool(self.points[match_object.mentee.number][match_object.mentor.number])

    def apply(self, match_object) -> int:  # noqa: ANN001
        """Look the pair's points up: cheaper than computing them, to the rival's advantage."""
        return self.points[match_object.mentee.number][match_object.mentor.number]


def people(kind: type, count: int) -> list:
    """People told apart by their e-mail."""
    made = []
    for number in range(count):
        person = kind(grade=1, email=f"{kind.__name__}{number}")
        person.number = number
        made.append(person)
    return made


def main(source: str, target: str) -> None:
    """Read scores, run, write pairs and seconds."""
    data = np.load(source)
    scores, allowed = data["scores"].tolist(), data["allowed"].tolist()
    mentees, mentors = people(Mentee, len(scores)), people(Mentor, len(scores[0]))
    began, cpu = time.monotonic(), time.process_time()
    banned = Disqualify(lambda match: not allowed[match.mentee.number][match.mentor.number])
    process_data(mentors, mentees, [[Points(scores), banned]])
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    pairs = [(mentee.number, mentor.number) for mentee in mentees for mentor in mentee.mentors]
    Path(target).write_text(json.dumps({"seconds": seconds, "cpu": cpu, "pairs": pairs}), encoding="utf-8")


main(*sys.argv[1:])
