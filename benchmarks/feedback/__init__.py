"""The benchmark of feedback and of the effect of a programme."""
