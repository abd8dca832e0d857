"""The phone on a loopback port, and a real browser to use it with."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from ivr.app import create_app
from ivr.rehearsal.service import Stage, in_process
from ivr.settings import PACKAGE_ROOT, Settings
from tests.servers import absent, free_port

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
)


@dataclass(frozen=True, slots=True)
class Site:
    """Where the phone is, and what its calls leave behind."""

    address: str
    stage: Stage


@contextmanager
def served(data: Path) -> Iterator[Site]:
    """The service on a free port of this machine, its records in ``data``."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    port = free_port()
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data=data,
        config=PACKAGE_ROOT / "config",
        public_url=f"http://127.0.0.1:{port}",
    )
    stage = in_process(settings)
    server = make_server("127.0.0.1", port, _whole(create_app(stage.service)), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(settings.public_url, stage)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _whole(app: WSGIApplication) -> WSGIApplication:
    """Answers in one piece: werkzeug leaves a file open when a browser goes away in its middle."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = app(environ, start_response)
        with closing(body):  # type: ignore[type-var]
            return [b"".join(body)]

    return answer


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a screen."""
    binary = shutil.which("chromium")
    if binary is None:
        absent("chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def do(page: Page, *acts: str) -> None:
    """Act as a caller: keys by mouse, ``say:words``, or ``-``; each is answered before the next."""
    for act in acts:
        before = page.locator(".did").count()
        if act == "-":
            page.click("#silence")
        elif act.startswith("say:"):
            page.fill("#words", act.removeprefix("say:"))
            page.click("#say")
        else:
            for key in act:
                page.click(f'[data-key="{key}"]')
        page.wait_for_function("n => document.querySelectorAll('.did').length > n", arg=before)


def dial(page: Page, number: str, at: str = "") -> None:
    """Choose a published number (E.164) and a moment, and call."""
    page.select_option("#directory", number)
    page.fill("#moment", at)
    page.click("#call")
    page.wait_for_selector(".heard")
    page.wait_for_selector("#silence:enabled, .end", state="attached")  # keys count from now on
