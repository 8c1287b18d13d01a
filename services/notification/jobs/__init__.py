"""The worker that sends."""
