"""Weights of matching's criteria, learned from how pairings are rated; a rating leaves no other trace."""
