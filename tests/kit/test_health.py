import pytest
from django.test import Client

from intima.kit import probes


@pytest.fixture
def browser() -> Client:
    return Client(headers={"host": "localhost"})


def test_healthz_says_that_the_process_is_up(browser: Client) -> None:
    assert browser.get("/healthz").json() == {"up": True}


def test_readyz_names_what_is_missing(browser: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise OSError("redis://user:secret@host refused")

    monkeypatch.setattr(probes, "probes", {"kettle": lambda: "cold", "lamp": lambda: "", "broker": broken})
    monkeypatch.setattr("intima.kit.health.probes", probes.probes)
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["missing"] == {"kettle": "cold", "broker": "cannot be asked (OSError)"}
    assert "secret" not in answer.content.decode()


def test_readyz_is_200_when_nothing_is(browser: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intima.kit.health.probes", {})
    assert browser.get("/readyz").json() == {"ready": True, "missing": {}}


def test_whoever_watches_may_ask_by_address(browser: Client, db: None) -> None:
    assert browser.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert browser.get("/", headers={"host": "10.0.0.7:8000"}).status_code == 400
