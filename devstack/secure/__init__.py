"""Kafka and MongoDB with TLS, a user for each service, and nothing open to others."""
