"""Endpoints for webhooks, of the whole organisation."""
