"""Fuzzing of a platform: its HTTP APIs from their OpenAPI documents, its topics with bytes of any kind."""
