"""What enrollment decides, free of I/O."""
