"""Weights that feedback has learned from ratings, beside the policy in force."""
