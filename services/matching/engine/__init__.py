"""The matching engine: the provably best assignment of mentees to mentors, for up to 50,000 of each.

Pure computation on arrays, without I/O. `solve` is the way in; `problem` says what it takes, `result` what
it gives, `certificate` checks that independently.
"""

from services.matching.engine.best_partners import best_partners
from services.matching.engine.checker import Check, check
from services.matching.engine.limits import NO_LIMITS, Limits
from services.matching.engine.problem import HardRule, InvalidProblem, Problem
from services.matching.engine.result import Outcome, Proof, Result, SolverProgress, Start
from services.matching.engine.solve import ignore, solve, start_from

__all__ = [
    "NO_LIMITS",
    "Check",
    "HardRule",
    "InvalidProblem",
    "Limits",
    "Outcome",
    "Problem",
    "Proof",
    "Result",
    "SolverProgress",
    "Start",
    "best_partners",
    "check",
    "ignore",
    "solve",
    "start_from",
]
