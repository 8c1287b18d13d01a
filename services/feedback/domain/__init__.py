"""The domain of feedback: check-ins, pulses, concerns; pure."""
