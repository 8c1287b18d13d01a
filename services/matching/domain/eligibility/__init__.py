"""The pairs that the hard rules allow: rules, conditions, and counts over classes of people."""
