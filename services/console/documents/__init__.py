"""Documents for people to keep."""
