"""Rounds in the background: a worker in every replica, and a process of its own that computes.

``worker`` finds rounds, ``task`` brings each to its end, ``calculator`` is the handle on the computing
process; ``computing`` is what runs there, ``desk`` where it reads and writes, ``lines`` what the two say to
each other.
"""
