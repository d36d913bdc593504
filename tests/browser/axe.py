"""What axe-core finds on a page, in both colour schemes."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Night changes nothing but colours.
SCHEMES: dict[str, dict[str, Any]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
RUN = 'options => axe.run({...options, resultTypes: ["violations"]}).then(found => found.violations)'


def violations(page: Page, scheme: str) -> list[str]:
    """Put the page into the scheme, and say in words what is wrong with it there."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = []
    for violation in page.evaluate(RUN, SCHEMES[scheme]):
        nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        found.append(f"axe in {scheme}, {violation['id']}: {nodes}")
    return found
