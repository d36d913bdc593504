"""The real browser of the tests: Debian's Chromium, or whatever CHROMIUM names.

The build without windows takes little more than half of the time of the one with them.
"""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
PATH = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
