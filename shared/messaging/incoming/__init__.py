"""From Kafka to the reactions: the batch consumer, inbox, parking by key, retries, dead letters."""
