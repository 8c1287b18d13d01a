"""What a message says, and how it looks."""
