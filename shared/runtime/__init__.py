"""What every process needs, whatever it does: settings, clock, database, logs, callers, metrics."""
