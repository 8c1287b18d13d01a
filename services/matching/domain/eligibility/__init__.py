"""Which pairs the hard rules allow: rules, conditions, and counts over classes of people."""
