"""Participants' pages measured with a large organisation stored."""
