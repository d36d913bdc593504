"""The site refuses to start on unsafe settings and says what to do; what it ships passes Django's own checks."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]
KEY = base64.b64encode(bytes(range(48))).decode()
MASTER = base64.b64encode(b"m" * 32).decode()
DEPLOYED = {"ORIGIN": "https://intima.example.org", "SECRET_KEY": KEY, "MASTER_KEYS": MASTER}


def manage(*arguments: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in an environment that holds nothing of ours but what is named."""
    clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**clean, "INTIMA_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": KEY}, "MASTER_KEYS is missing"),
        ({**DEPLOYED, "MASTER_KEYS": "c2hvcnQ="}, "32 bytes"),
        ({**DEPLOYED, "MASTER_KEYS": "not base64!"}, "32 bytes"),
        ({**DEPLOYED, "MASTER_KEYS_FILE": "keys"}, "Set MASTER_KEYS or MASTER_KEYS_FILE, not both"),
        ({"SECRET_KEY": KEY, "MASTER_KEYS_FILE": "/nowhere/keys"}, "MASTER_KEYS_FILE cannot be read"),
        ({**DEPLOYED, "ORIGIN": "intima.example.org"}, "ORIGIN must look like"),
        ({**DEPLOYED, "ORIGIN": "https://intima.example.org?x=1"}, "ORIGIN must look like"),
        ({**DEPLOYED, "ORIGIN": "http://intima.example.org"}, "needs https"),
        ({**DEPLOYED, "INTIMA_DEMO": "1"}, "INTIMA_DEMO=1"),
        ({**DEPLOYED, "INTIMA_DEMO": "maybe"}, "either 1 or 0"),
        ({**DEPLOYED, "PORT": "abc"}, "PORT must be a whole number"),
        ({**DEPLOYED, "TRUSTED_PROXIES": "one"}, "TRUSTED_PROXIES must be a whole number"),
        ({**DEPLOYED, "TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES must be a whole number"),
        ({**DEPLOYED, "DATABASE_URL": "mysql://root@localhost/x"}, "DATABASE_URL must begin"),
        ({**DEPLOYED, "DATABASE_URL": "postgres://me:a/b@host:5432/x"}, "must be written as %2F"),
        ({**DEPLOYED, "REDIS_URL": "foo"}, "REDIS_URL must begin with redis://"),
        ({**DEPLOYED, "EMAIL_URL": "mail.example.org"}, "EMAIL_URL must begin with smtp://"),
        ({**DEPLOYED, "ADMIN_PATH": "back/door"}, "ADMIN_PATH is letters"),
        ({**DEPLOYED, "ADMIN_PATH": "journal"}, "ADMIN_PATH names an address"),
        ({**DEPLOYED, "EXIT_URL": "javascript:1"}, "EXIT_URL must begin with https://"),
        ({**DEPLOYED, "ANYMAIL_ESP": "pigeon"}, "ANYMAIL_ESP is one of none, brevo"),
        ({**DEPLOYED, "ANYMAIL_ESP": "postmark"}, "ANYMAIL_WEBHOOK_SECRET must look like"),
        ({**DEPLOYED, "ANYMAIL_ESP": "postmark", "ANYMAIL_WEBHOOK_SECRET": "name:short"}, "16 signs or longer"),
        ({**DEPLOYED, "APP_NAME": "two\nlines"}, "APP_NAME must be one line"),
        ({**DEPLOYED, "APP_ICON": "heart"}, "APP_ICON is one of lamp, plain"),
        ({**DEPLOYED, "ACCOUNT_SENDER": "nonsense"}, "ACCOUNT_SENDER must look like"),
        ({**DEPLOYED, "RESOURCES": "https://example.org"}, "RESOURCES must look like"),
        (
            {**DEPLOYED, "RESOURCES": "Ours|https://example.org; |https://example.org"},
            "'|https://example.org' does not",
        ),
        ({**DEPLOYED, "RESOURCES": "Ours|http://example.org"}, "'Ours|http://example.org' does not"),
        ({**DEPLOYED, "RESOURCES": "Ours|javascript:alert(1)"}, "RESOURCES must look like"),
        ({**DEPLOYED, "RESOURCES": "Ours|https://[example.org"}, "RESOURCES must look like"),
        ({**DEPLOYED, "RESOURCES": "Ours|https:///reading"}, "RESOURCES must look like"),
        ({**DEPLOYED, "SITE_NAME": "two\nlines"}, "SITE_NAME must be one line"),
    ],
)
def test_a_bad_setting_stops_the_start_and_says_what_to_do(
    environment: dict[str, str], says: str, tmp_path: Path
) -> None:
    ran = manage("check", var=tmp_path, **environment)
    assert ran.returncode != 0
    assert says in ran.stderr


def test_check_deploy_is_clean(tmp_path: Path) -> None:
    ran = manage("check", "--deploy", "--fail-level", "INFO", var=tmp_path, **DEPLOYED)
    assert ran.returncode == 0, ran.stderr


def test_the_staff_admin_moves_where_it_is_told(tmp_path: Path) -> None:
    tried = "from django.urls import resolve, reverse; print(reverse('admin:index')); resolve('/admin/')"
    ran = manage("shell", "-c", tried, var=tmp_path, **DEPLOYED, ADMIN_PATH="back-office")
    assert "/back-office/" in ran.stdout
    assert "Resolver404" in ran.stderr


def test_no_migration_is_missing(tmp_path: Path) -> None:
    ran = manage("makemigrations", "--check", "--dry-run", var=tmp_path, **DEPLOYED)
    assert ran.returncode == 0, ran.stdout


def test_the_demo_is_absent_from_a_deployed_site(tmp_path: Path) -> None:
    ran = manage("load_demo", var=tmp_path, **DEPLOYED)
    assert ran.returncode != 0
    assert "Unknown command: 'load_demo'" in ran.stderr
    tried = "from django.urls import reverse; reverse('demo:mailbox')"
    assert "is not a registered namespace" in manage("shell", "-c", tried, var=tmp_path, **DEPLOYED).stderr
