"""The pure part of matching: no input or output, no clock, no randomness.

Beside the standard library, pydantic, the kernel and the contracts it imports numpy and scipy, because
rules, criteria and the assignment are computations over whole populations; nothing else. All points are
integers, so a result has the same bits on every machine.

A new hard rule is one function and one line in ``rules.RULES``; a new criterion one function, one text
and one line in ``criteria.CRITERIA``.
"""
