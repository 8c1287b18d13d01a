"""Webhooks: which events other systems may learn of, and how they are delivered."""
