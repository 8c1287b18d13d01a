"""The stack on one machine: a broker, MongoDB and the services, with or without Docker."""
