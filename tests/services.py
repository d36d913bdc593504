"""Where the tests find PostgreSQL and Redis, if they run. Without one its tests skip; in CI they fail."""

import os
from pathlib import Path

import psycopg
import pytest
import redis

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://root@127.0.0.1:5432/postgres")
# Debian keeps the programs of PostgreSQL's server in a folder of their own.
PROGRAMS = os.pathsep.join([os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))])
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def postgres_url() -> str:
    """The address of a PostgreSQL server where databases may be made, or "" when none answers."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.Error:
        return ""
    return POSTGRES


def redis_url(database: int = 9) -> str:
    """The address of a Redis database that may be emptied, or "" when none answers.

    Sites that run side by side each take a database of their own: a worker answers any doorbell of its database.
    """
    try:
        with redis.Redis.from_url(REDIS, socket_connect_timeout=3) as client:
            client.ping()
    except redis.RedisError:
        return ""
    return f"{REDIS.rpartition('/')[0]}/{database}"


def needed(url: str, name: str) -> str:
    """`url`, if it is one; without it the test skips, and with CI=true it fails."""
    if not url:
        unreachable = f"{name} is not reachable"
        if os.environ.get("CI") == "true":
            pytest.fail(unreachable)
        pytest.skip(unreachable)
    return url
