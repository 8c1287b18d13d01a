"""``python -m demo``: run the demo."""

import sys

from demo.cli import app

if __name__ == "__main__":
    sys.exit(app())
