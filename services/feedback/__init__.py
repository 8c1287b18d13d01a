"""Feedback: how sessions went, how pairings do, and whether the programme reaches its objectives.

Owns check-ins, the pulse of each pairing, concerns. Publishes check-ins as facts (never their words) and
changes of a pairing's health. Reacts to programmes and participants, to pairings, to what becomes of
sessions, and to its own lapse timers.
"""
