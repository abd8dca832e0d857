"""Places one call on the browser phone and takes its picture, wide and narrow."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ivr.settings import PACKAGE_ROOT
from tests.web.phone.site import chromium, dial, do, served

IMAGES = PACKAGE_ROOT / "docs" / "images"
SIZES = {"phone": (1280, 800), "phone-360": (360, 800)}
NUMBER, MOMENT = "+558008873333", "2026-11-24T11:00"
# Brazil, in Portuguese, an outage: up to the ticket number.
ACTS = ("1", "1", "48217#", "1", "1", "say:Ana Souza", "1", "2", "say:caiu tudo", "1")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, (width, height) in SIZES.items():
        # A service of its own for each, so that the ticket has the same number every time.
        with TemporaryDirectory() as data, served(Path(data)) as site, chromium() as browser:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{site.address}/phone")
            dial(page, NUMBER, MOMENT)
            do(page, *ACTS)
            page.wait_for_selector(".ticket")
            page.wait_for_selector(".flow .here")
            page.mouse.move(0, 0)
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=IMAGES / f"{name}.png")
            print(f"docs/images/{name}.png")


main()
