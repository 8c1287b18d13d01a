"""The computation of a round: from the engine's problem to the result."""
