# The rival's package is in another environment.
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201
"""Run mentor-match with its rules as Python callables; in its own environment, without this project."""

import json
import sys
import time
from operator import mul
from pathlib import Path

import numpy as np
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Rule

SKILLS = range(40)
STYLE = range(40, 47)
TABLES = (range(47, 52), range(52, 61), range(61, 65), range(65, 73), range(73, 79))


class Points(Rule):
    """The points of one criterion, whole numbers: fractions would vanish in its costs."""

    def __init__(self, points) -> None:
        super().__init__()
        self.points = points

    def evaluate(self, match_object) -> bool:
        """Return whether there are any."""
        return bool(self.points(match_object))

    def apply(self, match_object) -> int:
        """Compute the points of a pair."""
        return self.points(match_object)


def skills(match) -> int:
    """Return the wanted topics that the mentor offers."""
    offers = match.mentor.offers
    return sum(weight * offers.get(skill, 0) for skill, weight in match.mentee.goals)


def style(match) -> int:
    """Return how alike they communicate."""
    return sum(map(mul, match.mentee.style, match.mentor.style))


def by_table(number: int):
    """Points the mentee's line of a table has for the mentor's kind."""
    return lambda match: match.mentee.lines[number][match.mentor.kinds[number]]


def banned_by(number: int, allowed: list[list[bool]]):
    """Whether a hard rule forbids the pair."""
    return lambda match: not allowed[match.mentee.classes[number]][match.mentor.number]


def rules(data) -> list:
    """Return all criteria and hard rules; the last is looked at first, and a banned pair costs no more."""
    criteria = [Points(skills), Points(style), *(Points(by_table(n)) for n in range(len(TABLES)))]
    tables = [data[name].tolist() for name in ("allowed0", "allowed1", "allowed2")]
    met = {tuple(pair) for pair in data["forbidden"].tolist()}
    known = Disqualify(lambda match: (match.mentee.number, match.mentor.number) in met)
    return [*criteria, known, *(Disqualify(banned_by(n, table)) for n, table in enumerate(tables))]


def describe(mentees: list, mentors: list, data) -> None:
    """Give people what the rules look at."""
    left, right, classes = data["left"].tolist(), data["right"].tolist(), data["classes"].T.tolist()
    for mentee, line, own in zip(mentees, left, classes, strict=True):
        mentee.goals = [(skill, line[skill]) for skill in SKILLS if line[skill]]
        mentee.style = [line[n] for n in STYLE]
        mentee.lines = [[line[n] for n in table] for table in TABLES]
        mentee.classes = own
    for mentor, line in zip(mentors, right, strict=True):
        mentor.offers = {skill: line[skill] for skill in SKILLS if line[skill]}
        mentor.style = [line[n] for n in STYLE]
        mentor.kinds = [[line[n] for n in table].index(1) for table in TABLES]


def people(kind: type, count: int) -> list:
    """Return people, told apart by their e-mail."""
    made = []
    for number in range(count):
        person = kind(grade=1, email=f"{kind.__name__}{number}")
        person.number = number
        made.append(person)
    return made


def main(source: str, target: str) -> None:
    """Read people, run, write pairs and seconds."""
    data = np.load(source)
    mentees, mentors = people(Mentee, len(data["left"])), people(Mentor, len(data["right"]))
    describe(mentees, mentors, data)
    wanted = rules(data)
    began, cpu = time.monotonic(), time.process_time()
    process_data(mentors, mentees, [wanted])
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    pairs = [(mentee.number, mentor.number) for mentee in mentees for mentor in mentee.mentors]
    Path(target).write_text(json.dumps({"seconds": seconds, "cpu": cpu, "pairs": pairs}), encoding="utf-8")


main(*sys.argv[1:])
