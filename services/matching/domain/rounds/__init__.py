"""A matching round: the aggregate, its inputs, decisions and states. Imports no numerical library."""
