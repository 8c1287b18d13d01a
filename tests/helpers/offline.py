"""Settings of a service that connects to nothing."""

from services.settings import PlatformSettings


def offline_settings(jwks: str = "none", **changes: object) -> PlatformSettings:
    """Settings of which nothing answers: neither a broker nor a database."""
    return PlatformSettings.model_validate(
        {
            "environment": "development",
            "mongo_uri": "mongodb://127.0.0.1:1/?replicaSet=none",
            "mongo_database": "none",
            "kafka_bootstrap": "127.0.0.1:1",
            "jwt_issuer": "https://auth.mentoring.local",
            "jwks": jwks,
            **changes,
        }
    )
