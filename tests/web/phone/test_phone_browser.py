"""The phone in a real Chromium, as a person uses it. Sound is never asserted: it has no voices."""

from __future__ import annotations

import re
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from tests.web.phone.site import Site, dial, do

BRAZIL, AT = "+558008873333", "2026-11-24T11:00"
ARGENTINA = "+548008005383"
QUESTIONS = ("1", "1", "48217#", "1", "1", "say:Ana", "1", "2", "say:no tone", "1")


def test_brazil_in_portuguese_then_english_an_outage_and_its_ticket(page: Page, site: Site) -> None:
    dial(page, BRAZIL, AT)
    first = page.locator(".heard").first
    expect(first).to_have_text(re.compile("Suporte técnico"))
    expect(first).to_have_attribute("lang", "pt-BR")
    expect(page.locator(".voice").first).to_have_text("pt-BR · Polly.Camila-Neural")
    do(page, "9")
    expect(page.locator(".heard").last).to_have_attribute("lang", "en-US")
    expect(page.locator("#language")).to_have_text("en")
    do(page, *QUESTIONS)
    ticket = page.locator(".ticket b").inner_text()
    stored = site.stage.service.tickets.by_number(ticket)
    assert stored is not None
    assert (stored.status, stored.language, stored.country) == ("open", "en", "BR")
    expect(page.locator(".ticket")).to_contain_text("out-of-service")
    expect(page.locator(".heard", has_text="ticket number is")).to_be_visible()
    do(page, "-")
    expect(page.locator("#queue")).to_have_text("data")
    page.click("#hangup")
    expect(page.locator(".end")).to_have_text("the caller hung up (queue data)")
    expect(page.locator("#call")).to_be_focused()


def test_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.type("08008873333")
    expect(page.locator("#typed")).to_have_value("08008873333")
    page.keyboard.press("Enter")
    # Called from Argentina, as was chosen at first: so in Spanish.
    expect(page.locator(".heard").first).to_have_text(re.compile("Soporte técnico"))
    for typed in ("1", "1", "48217"):
        page.keyboard.type(typed)
    expect(page.locator("#typed")).to_have_value("48217")
    page.keyboard.press("Backspace")
    page.keyboard.type("8#")
    expect(page.locator(".did").nth(2)).to_have_text("Caller: 48218#")
    page.keyboard.type("11")
    expect(page.locator("#words")).to_be_enabled()
    while page.evaluate("document.activeElement.id") != "words":
        page.keyboard.press("Tab")
    page.keyboard.type("Ana")
    page.keyboard.press("Enter")
    expect(page.locator(".did-say")).to_have_text("Caller: “Ana”")
    expect(page.locator("#node")).to_have_text("incident.since")
    while page.evaluate("document.activeElement.id") != "hangup":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".end")).to_have_text(re.compile("hung up"))


def test_the_directory_by_keyboard(page: Page) -> None:
    while page.evaluate("document.activeElement.id") != "directory":
        page.keyboard.press("Tab")
    page.keyboard.type("0800-887")
    expect(page.locator("#typed")).to_have_value("0800-887-3333")
    expect(page.locator("#caller")).to_have_value(re.compile(r"^\+55"))


def test_enter_sends_an_entry_with_its_finishing_key(page: Page) -> None:
    dial(page, BRAZIL, AT)
    do(page, "1", "1")
    page.keyboard.type("48217")
    page.keyboard.press("Enter")
    expect(page.locator(".did").last).to_have_text("Caller: 48217#")


def test_keys_pressed_in_a_hurry_are_not_lost(page: Page) -> None:
    dial(page, BRAZIL, AT)
    page.keyboard.type("1148217#11", delay=0)
    expect(page.locator("#node")).to_have_text("incident.contact")
    expect(page.locator(".did")).to_have_count(5)


def test_the_place_is_marked_in_the_picture(page: Page) -> None:
    dial(page, BRAZIL, AT)
    expect(page.locator(".flow .here")).to_have_attribute("data-node", "service-assurance")
    do(page, "1", "1", "48217#")
    expect(page.locator(".flow .here")).to_have_attribute("data-node", "incident.circuit_id")
    expect(page.locator(".flow .here > .lit")).to_be_in_viewport()
    assert page.locator(".flow .been").count() == 4  # the line, the menu, two questions


def test_what_a_caller_says_stays_text(page: Page) -> None:
    dial(page, BRAZIL, AT)
    hostile = '<img src=x onerror="document.title=1"><b>bold</b>'
    do(page, "1", "1", "48217#", "1", "1", f"say:{hostile}")
    expect(page.locator(".did").last).to_have_text(f"Caller: “{hostile}”")
    assert page.locator(".did img, .did b, .answers b").count() == 0
    assert page.title().startswith("Browser phone")


def test_a_service_that_does_not_answer_is_told_and_tried_again(
    page: Page, complaints: list[str]
) -> None:
    dial(page, BRAZIL, AT)
    page.route("**/phone/call", lambda route: route.abort())
    page.keyboard.type("1")
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    page.unroute("**/phone/call")
    do(page, "1")
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.locator("#node")).to_have_text("incident.severity")
    expect(page.locator(".did")).to_have_count(1)
    assert len(complaints) == 1
    assert "ERR_FAILED" in complaints.pop()


def test_hanging_up_ends_the_call_even_if_the_service_is_gone(
    page: Page, complaints: list[str]
) -> None:
    dial(page, BRAZIL, AT)
    page.route("**/phone/call", lambda route: route.abort())
    page.click("#hangup")
    expect(page.locator(".end")).to_have_text("hung up here; the service did not hear of it")
    expect(page.locator("#call")).to_be_focused()
    page.unroute("**/phone/call")
    dial(page, BRAZIL, AT)
    assert "ERR_FAILED" in complaints.pop()


def test_hanging_up_while_an_answer_is_on_its_way(page: Page) -> None:
    dial(page, BRAZIL, AT)
    page.evaluate("for (const id of ['silence', 'hangup']) document.getElementById(id).click()")
    expect(page.locator(".end")).to_have_text("the caller hung up")


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_still_to_be_done_is_said_where_it_is_seen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.focus("#moment")
    page.keyboard.type("11")
    page.click("#call")
    expect(page.get_by_role("alert")).to_contain_text("Complete the date")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator("#moment-now")).to_contain_text("Complete the date")
    page.fill("#moment", "")
    page.select_option("#directory", "")
    page.click("#call")
    expect(page.get_by_role("alert")).to_have_text("Dial a number first.")


def test_a_number_dialled_by_hand_stays_in_sight(page: Page) -> None:
    page.keyboard.type("551139579999")
    page.keyboard.press("Enter")
    expect(page.locator("#summary b")).to_have_text("+551139579999")
    page.click("#hangup")
    expect(page.locator("#typed")).to_have_value("551139579999")
    page.keyboard.type("1")
    expect(page.locator("#typed")).to_have_value("1")


def test_keys_count_after_a_switch_was_used(page: Page) -> None:
    dial(page, BRAZIL, AT)
    page.check("#music")
    page.keyboard.type("1")
    expect(page.locator("#node")).to_have_text("incident.severity")


def test_the_focus_is_never_lost_after_words(page: Page) -> None:
    page.select_option("#situation", "nobody")
    dial(page, BRAZIL, AT)
    do(page, "1", "0", "2", "1", "say:no tone")  # a message; its number comes next
    expect(page.locator("#words")).to_be_disabled()
    expect(page.locator("#typed")).to_be_focused()


def test_another_number_leaves_nothing_of_the_call_before(page: Page) -> None:
    expect(page.locator(".flow .here")).to_be_visible()
    dial(page, BRAZIL, AT)
    do(page, *QUESTIONS[:3])
    expect(page.locator(".answers div").first).to_have_text("severity out-of-service keypad")
    page.click("#hangup")
    expect(page.locator(".ticket")).to_be_visible()
    page.select_option("#directory", ARGENTINA)
    expect(page.locator("#stored")).to_have_text("Nothing yet.")
    expect(page.locator("#node")).to_have_text("–")
    expect(page.locator(".flow .here")).to_have_attribute("data-node", ARGENTINA)


def test_a_wrong_number_is_told_in_words(page: Page, complaints: list[str]) -> None:
    page.keyboard.type("12")
    page.click("#call")
    expect(page.get_by_role("alert")).to_contain_text("pick a published number")
    expect(page.locator("#call")).to_be_visible()
    assert "400" in complaints.pop()


def test_music_while_waiting_only_if_it_is_wanted(page: Page) -> None:
    dial(page, BRAZIL, AT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    do(page, "0", "0")
    expect(page.locator("#queue")).to_have_text("reception")
    expect(page.locator(".heard.audio")).to_contain_text("hold.wav")
    assert not any("/audio/" in url for url in asked)
    with page.expect_request("**/audio/music/hold.wav"):
        page.check("#music")


def test_closing_the_page_hangs_up(page: Page, site: Site) -> None:
    page.select_option("#directory", BRAZIL)
    chilean = page.locator("#caller option[data-country=CL]").get_attribute("value")
    page.select_option("#caller", chilean)
    page.click("#call")
    page.wait_for_selector(".heard")
    do(page, "1", "1", "48217#")
    page.goto("about:blank")
    deadline = monotonic() + 10
    while not (left := site.stage.service.tickets.latest(1)) or left[0].caller != chilean:
        assert monotonic() < deadline, "nothing was stored"
        page.wait_for_timeout(50)
    assert left[0].status == "partial"


def test_the_next_call_begins_anew(page: Page) -> None:
    dial(page, BRAZIL, AT)
    do(page, "9")
    page.click("#hangup")
    dial(page, "+548008005383")
    expect(page.locator(".did")).to_have_count(0)
    expect(page.locator(".heard").first).to_have_attribute("lang", re.compile("^es"))
    expect(page.locator("#situation")).to_be_hidden()
    expect(page.locator("#summary")).to_contain_text("Argentina")


@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_nothing_sticks_out_at_the_side(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for step in (lambda: None, lambda: dial(page, BRAZIL, AT), lambda: do(page, *QUESTIONS)):
        step()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_the_page_ends_where_its_content_ends(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    dial(page, BRAZIL, AT)
    do(page, *QUESTIONS)
    blank = page.evaluate(
        "document.documentElement.scrollHeight"
        " - Math.max(innerHeight, document.body.getBoundingClientRect().bottom + scrollY)"
    )
    assert blank < 40
