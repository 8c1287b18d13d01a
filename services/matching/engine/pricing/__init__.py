"""Passes over all pairs: the ones that improve the assignment enter the core, and a bound is proven."""
