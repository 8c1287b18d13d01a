"""Changes to webhooks and their deliveries."""
