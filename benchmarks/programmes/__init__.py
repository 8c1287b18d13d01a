"""Benchmarks of a programme's large moments."""
