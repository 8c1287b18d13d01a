"""This service's tokens: a file for each tenant, read for each call, so that they can be renewed."""

from pathlib import Path

from services.settings import PlatformSettings


def bearer(settings: PlatformSettings, tenant: str) -> dict[str, str]:
    """Return the header of a call for a tenant.

    Raises:
        OSError: there is no token.
    """
    token = (Path(settings.service_tokens) / tenant).read_text().strip()
    return {"Authorization": f"Bearer {token}"}


def tenants(settings: PlatformSettings) -> list[str]:
    """Return the tenants for which there is a token."""
    if not settings.service_tokens:
        return []
    try:
        return sorted(file.name for file in Path(settings.service_tokens).iterdir() if file.name[0] != ".")
    except OSError:
        return []
