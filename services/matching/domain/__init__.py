"""The pure part of matching: no input or output, no clock, no randomness but from seeds.

Beside the standard library, pydantic, the kernel and the contracts it imports numpy and the engine, because
rules, criteria and the assignment are computations over whole populations; nothing else. All points are
whole numbers, so a round has the same bits on every machine.

A new hard rule is a module of ``eligibility.rules`` with one ``RULE``; a new feature an entry of ``FEATURES``
in a module of ``features``. A programme's policy selects and weighs them.
"""
