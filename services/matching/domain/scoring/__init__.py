"""The score of a pair: criteria, points, explanations."""
