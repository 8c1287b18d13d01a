"""A replica of the ledger as a process of its own, which may come to its end at a named point."""

import os
import signal

import uvicorn

from shared.runtime.logging import configure_logging
from shared.runtime.settings import Settings
from shared.testing import faults
from tests.integration.messaging import ledger


def main() -> None:
    settings = Settings()
    configure_logging("ledger", settings.log_level)
    if point := os.environ.get("TEST_POINT"):
        signum = signal.Signals[os.environ["TEST_SIGNAL"]]
        faults.install(faults.Point(point), signum, calls=int(os.environ["TEST_CALLS"]))
    ledger.slow.update({number: float(os.environ.get("TEST_SLOW", "0")) for number in range(1, 100)})
    uvicorn.run(ledger.create_app(settings), host=settings.host, port=settings.port, log_config=None)


main()
