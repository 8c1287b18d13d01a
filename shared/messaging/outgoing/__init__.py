"""From the outbox to Kafka: the relay, its replicas, and the rows that the broker refuses."""
