"""The speed of the event kit against its rivals."""
