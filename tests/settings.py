"""The site's settings for tests: a folder of their own, quick password hashing, unhashed static names."""

import os
import tempfile

os.environ.setdefault("INTIMA_DEMO", "1")
os.environ.setdefault("INTIMA_VAR", tempfile.mkdtemp(prefix="intima-tests-"))

from intima.settings import *  # noqa: F403
from intima.settings import DATABASES, STORAGES, VAR

# In memory, the threads of a live server would share one connection, and each other's transactions with it.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "tests.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
