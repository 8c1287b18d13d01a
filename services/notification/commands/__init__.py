"""Changes to deliveries and preferences."""
