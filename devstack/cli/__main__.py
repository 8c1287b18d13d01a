"""``python -m devstack.cli``: the command `mentoring` where it is not installed."""

from devstack.cli import app

if __name__ == "__main__":
    app()
