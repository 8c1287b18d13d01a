"""Run one service: ``python -m services scheduling``."""

import sys

from services.catalogue import APPS
from shared.service.serve import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], APPS))
