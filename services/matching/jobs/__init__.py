"""Rounds and searches in the background, each in a process of its own.

``worker`` takes requested rounds and ``round.task`` brings each to its end; ``round.client`` starts the round
process, which runs ``round.main``. ``finder.client`` does the same for searches, with ``finder.main``.
``protocol`` defines the messages, ``child_process`` the handle on a process.
"""
