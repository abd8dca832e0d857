"""Places one call on the browser phone and takes its picture, wide and narrow."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from ivr.app import create_app
from ivr.rehearsal import in_process
from ivr.settings import PACKAGE_ROOT, Settings

IMAGES = PACKAGE_ROOT / "docs" / "images"
SIZES = {"phone": (1280, 800), "phone-360": (360, 800)}
NUMBER = "+558008873333"
# Brazil, in Portuguese, an outage: up to the ticket number.
ACTS = ["1", "1", "48217#", "1", "1", "say:Ana Souza", "1", "2", "say:caiu tudo", "1"]
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-dev-shm-usage --no-first-run"
)


def main() -> int:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("scripts/screenshots needs chromium on the PATH (apt install chromium)")
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        for name, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{address}/phone")
            call(page)
            page.screenshot(path=IMAGES / f"{name}.png")
            print(f"docs/images/{name}.png")
        browser.close()
    return 0


@contextmanager
def served() -> Iterator[str]:
    """The service on a free port of this machine, its records in a folder of its own."""
    with TemporaryDirectory() as folder:
        # The address is known only once the port is taken, so the application comes after it.
        server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
        address = f"http://127.0.0.1:{server.server_port}"
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            data=Path(folder),
            config=PACKAGE_ROOT / "config",
            public_url=address,
        )
        server.app = create_app(in_process(settings).service)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield address
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def call(page: Page) -> None:
    """A call in the middle of a working day, up to its ticket."""
    page.select_option("#directory", NUMBER)
    page.fill("#moment", "2026-11-24T11:00")
    page.click("#call")
    page.wait_for_selector(".heard")
    for done, act in enumerate(ACTS, 1):
        if act.startswith("say:"):
            page.fill("#words", act.removeprefix("say:"))
            page.click("#say")
        else:
            for key in act:
                page.click(f'[data-key="{key}"]')
        page.wait_for_function("n => document.querySelectorAll('.did').length === n", arg=done)
    page.wait_for_selector(".ticket")
    page.wait_for_timeout(300)


if __name__ == "__main__":
    sys.exit(main())
