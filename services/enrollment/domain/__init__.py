"""The domain of enrollment, without I/O."""
