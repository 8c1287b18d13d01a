# The rival's package is in another environment.
# mypy: ignore-errors
"""Run the stable matching of `matching` on scores read from a file; in its own environment."""

import json
import sys
import time
from pathlib import Path

import numpy as np
from matching.games import HospitalResident


def ranked(scores: np.ndarray, allowed: np.ndarray) -> dict[int, list[int]]:
    """Everybody's list of partners, best first."""
    order = np.argsort(-scores, axis=1, kind="stable")
    return {n: [int(j) for j in line if allowed[n, j]] for n, line in enumerate(order)}


def main(source: str, target: str) -> None:
    """Read scores, run, write pairs and seconds. Both sides rank by total score."""
    sys.setrecursionlimit(1_000_000)
    data = np.load(source)
    scores, allowed = data["scores"], data["allowed"]
    mentees, mentors = allowed.any(axis=1), allowed.any(axis=0)
    began, cpu = time.monotonic(), time.process_time()
    residents = {n: line for n, line in ranked(scores, allowed).items() if mentees[n]}
    hospitals = {n: line for n, line in ranked(scores.T, allowed.T).items() if mentors[n]}
    game = HospitalResident.create_from_dictionaries(residents, hospitals, dict.fromkeys(hospitals, 1))
    matching = game.solve()
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    pairs = [(resident.name, hospital.name) for hospital, chosen in matching.items() for resident in chosen]
    Path(target).write_text(json.dumps({"seconds": seconds, "cpu": cpu, "pairs": pairs}), encoding="utf-8")


main(*sys.argv[1:])
