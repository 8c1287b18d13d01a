"""What is sent to whom and when, without I/O."""
