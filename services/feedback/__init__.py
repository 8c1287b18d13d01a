"""Feedback: how sessions went, how pairings do, and whether the programme reaches its objectives.

Owns check-ins, the health record of each pairing, concerns. Publishes check-ins as facts (never their words),
changes of a pairing's health, and what is to be done about two who do not meet. Reacts to programmes and
participants, to pairings, to what becomes of sessions, and to its own timers.
"""
