"""The matching benchmark: `python -m benchmarks.matching`."""
