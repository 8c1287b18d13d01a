"""Scheduling owns the series of sessions of each pairing and everybody's calendar of sessions.

Publishes: series planned; session planned, moved, reminded, held, missed, cancelled; cancellation alarm.
Reacts to: programmes and ready people (enrollment), pairings (matching), its own reminder and outcome timers.
Every time is right on both people's clocks, whatever the season.
"""
