"""Matching: who is ready, rounds of proposals, answers, pairings.

Owns people as matching sees them (facts, no names), rounds, proposals and pairings. Publishes on
``mentoring.matching``. Reacts to programmes opened or changed, to participants ready or withdrawn, to
pairings that fell idle, and to check-ins that rate them.
"""
