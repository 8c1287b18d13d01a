"""The HTTP APIs of the other services: the calls, and the parts of the responses that pages use."""
