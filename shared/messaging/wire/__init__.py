"""Events on Kafka: the envelope, the broker's clients and the codecs."""
