"""The one error the devstack shows to people."""

from __future__ import annotations


class DevstackError(Exception):
    """Something of the stack could not be started, found or stopped; the text is one line for a person."""
