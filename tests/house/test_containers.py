"""What cannot be started here, held against what can: the containers run the same commands as `make run`."""

import json
import re
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def supervised(program: str) -> list[str]:
    reader = RawConfigParser()
    reader.read(ROOT / "supervisord.conf")
    return reader[f"program:{program}"]["command"].replace("%(ENV_PORT)s", "8000").split()


def test_the_containers_run_the_commands_of_make_run() -> None:
    command = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert command
    assert json.loads(command[1]) == supervised("web")
    for name in ("worker", "beat"):
        assert COMPOSE["services"][name]["command"] == supervised(name)


def test_all_of_the_readmes_variables_reach_the_containers() -> None:
    for name in ("prepare", "web", "worker", "beat"):
        assert COMPOSE["services"][name]["env_file"] == ".env"
        assert set(COMPOSE["services"][name]["environment"]) == {"DATABASE_URL", "REDIS_URL", "EMAIL_URL"}


def test_the_database_is_asked_the_way_the_site_asks_it() -> None:
    """While it is being made, PostgreSQL answers on its socket and not yet over TCP."""
    assert "127.0.0.1" in COMPOSE["services"]["db"]["healthcheck"]["test"]


def test_the_image_holds_nothing_of_a_checkout_that_is_not_the_site() -> None:
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", "var", ".env"} <= set(left_out)
