"""``python -m chaos``: run it."""

import sys

from chaos.cli import app

if __name__ == "__main__":
    sys.exit(app())
