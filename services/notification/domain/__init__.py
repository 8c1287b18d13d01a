"""The domain of notification, without I/O."""
