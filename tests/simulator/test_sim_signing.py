from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ivr.simulator import signature
from tests.simulator.sites import BASE, FROM, TO, TOKEN, Site, simulator

FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}


# The signature covers the URL with its query, then the sorted names and values of the form.
def test_documented_vector() -> None:
    url = "https://example.com/myapp.php?foo=1&bar=2"
    assert signature("12345", url, FORM) == "L/OH5YylLD5NRKLltdqwSvS0BnU="


# A fragment is for the carrier alone: it is never sent, and never signed.
def test_fragment_user_and_https_port_are_not_signed() -> None:
    plain = signature(TOKEN, "https://example.com/a", FORM)
    assert signature(TOKEN, "https://example.com/a#rc=3", FORM) == plain
    assert signature(TOKEN, "https://me:secret@example.com:443/a", FORM) == plain
    assert signature(TOKEN, "https://example.com/a?", FORM) == plain


# A port is signed on http.
def test_http_port_is_signed() -> None:
    plain = signature(TOKEN, "http://example.com/a", FORM)
    assert signature(TOKEN, "http://example.com:8080/a", FORM) != plain


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


# The vendor's own validator accepts what we sign, whatever the fields hold.
@given(st.dictionaries(words, words, max_size=6), st.sampled_from(["", "?a=1&b=%20", "?x=ñ"]))
def test_vendor_accepts_our_signature(form: dict[str, str], query: str) -> None:
    url = f"https://example.com/voice{query}"
    assert RequestValidator(TOKEN).validate(url, form, signature(TOKEN, url, form))


# Every webhook of a call is signed: POST over its form, GET over its URL alone.
def test_each_webhook_of_a_call_carries_a_valid_signature() -> None:
    site = Site(
        {
            "/voice": "<Gather numDigits='1' action='/next?at=1' method='GET'/>",
            "/next": "<Hangup/>",
        }
    )
    result = simulator(site, extra={"StirVerstat": "TN-Validation-Passed-A"}).place(TO, FROM, "4")
    validator = RequestValidator(TOKEN)
    for seen, sent in zip(site.seen, result.requests, strict=True):
        form = seen.form if sent.method == "POST" else {}
        assert validator.validate(sent.url, form, seen.headers["X-Twilio-Signature"])
        assert seen.form["StirVerstat"] == "TN-Validation-Passed-A"
    assert result.requests[1].url.startswith(f"{BASE}/next?at=1&CallSid=")
