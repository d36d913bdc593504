"""The site's settings for tests: a folder of their own, quick password hashing, unhashed static names."""

import os
import tempfile

os.environ.setdefault("INTIMA_DEMO", "1")
os.environ.setdefault("INTIMA_VAR", tempfile.mkdtemp(prefix="intima-tests-"))

from intima.settings import *  # noqa: F403
from intima.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
