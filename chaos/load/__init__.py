"""The load: people who act at the same time, and repeat unanswered requests."""
