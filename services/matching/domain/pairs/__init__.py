"""Pairs from a shortlist or proposal to the end of a pairing."""
