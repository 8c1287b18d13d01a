"""The runtime of a process: settings, clock, database, logs, callers, metrics."""
