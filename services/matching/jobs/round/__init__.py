"""One round: the task that carries it through its states, and the process that computes it."""
