"""The program `mentoring`, which says what is missing where its own libraries are not installed."""

import sys


def main() -> None:
    """Run the command line; the services are installed without it."""
    try:
        from devstack.cli import app  # noqa: PLC0415 (needs the extra)
    except ModuleNotFoundError as missing:
        sys.exit(
            f"error: {missing.name} is not installed; the command needs: pip install 'mentoring[devstack]'"
        )
    app()
