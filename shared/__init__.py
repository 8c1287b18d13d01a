"""Code that all services share: the published language, the event kit, the runtime."""
