"""Rounds in the background: a worker in every replica, and a process of its own that computes.

``worker`` claims rounds and brings them to their end; ``calculator`` is its handle on the computing process;
``computing`` is what runs there; ``lines`` is what the two say to each other.
"""
