"""Browser sessions: stored under a digest of their secret, found by the cookie."""
