"""Runs a service whose inbox remembers nothing: every repeated event has its effect again."""

import sys

from services.catalogue import APPS
from services.settings import PlatformSettings
from shared.messaging.incoming import inbox
from shared.serve import main


async def nothing_seen(*_):
    return {}


def nothing_noted(*_):
    return None


inbox.seen = nothing_seen
inbox.remember = nothing_noted
sys.exit(main(sys.argv[1:], APPS, PlatformSettings))
