"""Run one service: ``python -m services scheduling``."""

import gc
import sys

# Imports leave no garbage; the service turns the collector on once it is put together.
gc.disable()

from services.catalogue import APPS  # noqa: E402
from services.settings import PlatformSettings  # noqa: E402
from shared.serve import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], APPS, PlatformSettings))
