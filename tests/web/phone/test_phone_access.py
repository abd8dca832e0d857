"""What axe finds: nothing, in light and dark, wide and narrow, before, in and after a call."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.phone.site import dial, do


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_violation(page: Page, scheme: Literal["light", "dark"], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    _examine(page)
    dial(page, "+558008873333", "2026-11-24T11:00")
    do(page, "9", "1", "1", "48217#", "1", "1", "say:Ana")
    page.keyboard.press("Backspace")
    _examine(page)
    do(page, "1", "2", "say:no tone", "1", "-")
    page.click("#again summary")
    _examine(page)
    page.click("#hangup")
    expect(page.locator(".end")).to_be_visible()
    _examine(page)


def _examine(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_log_announces_and_the_focus_is_seen(page: Page) -> None:
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    page.focus("#call")
    page.keyboard.press("Shift+Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_every_key_has_a_name(page: Page) -> None:
    names = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "star", "hash")
    for name in names:
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
