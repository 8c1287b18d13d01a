"""The services, all of one shape; none imports another."""
