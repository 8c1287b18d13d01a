"""``python -m fuzz``: run it."""

import sys

from fuzz.cli import app

if __name__ == "__main__":
    sys.exit(app())
