"""Long work of enrollment beside its requests: the effect of completed programmes."""
