"""Draw the icons of an installed site, static/icons/<name>-<pixels>.png, from the drawings beside them.

`python -m tests.icons`, after a drawing has changed. The drawing stands on paper that fills the square, small enough
for every shape that a phone cuts icons to: within a circle of 80 % of the width, as `maskable` asks.
"""

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.site import ROOT

FOLDER = ROOT / "static" / "icons"
PAPER = {"lamp": "#fbf7f2", "plain": "#f4f6f7"}
SIZES = (180, 192, 512)  # 180 for Apple, the others for the manifest


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.ARGUMENTS)
        for name, paper in PAPER.items():
            drawing = (FOLDER / f"{name}.svg").read_text()
            for size in SIZES:
                page = browser.new_page(viewport={"width": size, "height": size})
                css = f"body{{margin:0;background:{paper}}}svg{{position:absolute;inset:18%;width:64%;height:64%}}"
                page.set_content(f"<style>{css}</style>{drawing}")
                page.screenshot(path=FOLDER / f"{name}-{size}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
