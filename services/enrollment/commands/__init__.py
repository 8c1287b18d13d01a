"""What people can do; each function is one transaction."""
