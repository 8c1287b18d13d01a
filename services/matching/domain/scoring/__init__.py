"""What a pair scores: criteria, points, explanations."""
