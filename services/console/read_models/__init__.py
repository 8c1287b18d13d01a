"""Pure read models: rows, the tally that counts them, the figures read from it."""
