"""The domain of feedback: check-ins, health records, concerns; pure."""
