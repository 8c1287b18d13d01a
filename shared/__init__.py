"""What every service stands on: the published language, the event kit, the runtime."""
