import pytest

from intima.kit.paths import own_path


@pytest.mark.parametrize("url", ["/", "/today/", "/journal/?q=a&b=c", "/us/come/abc/#x"])
def test_own_paths_pass(url: str) -> None:
    assert own_path(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "today/",
        "https://example.net/",
        "http://localhost/today/",
        "//example.net/",
        "///example.net",
        "/\\example.net",
        "\\\\example.net",
        "javascript:alert(1)",
        " /today/",
        "\x08//example.net",
        "/\t/example.net",
        "http://[",
        "//[",
    ],
)
def test_whatever_leads_away_does_not(url: str | None) -> None:
    assert own_path(url) == ""
