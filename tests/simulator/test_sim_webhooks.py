from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Mapping

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from ivr.errors import CarrierError
from ivr.simulator import Door, HttpTransport, Reply, Simulator, Unreachable
from ivr.simulator.overrides import split_overrides
from tests.simulator.sites import BASE, FROM, TO, TOKEN, Site, answer, call, codes, moved


# The first request of an incoming call says ringing, the later ones in-progress, the last
# completed with the seconds since it was answered.
def test_standard_fields_and_status() -> None:
    result, site = call({"/voice": "<Pause length='7'/><Redirect>/b</Redirect>", "/b": "<Hangup/>"})
    first, second, last = (seen.form for seen in site.seen)
    assert first == {
        "CallSid": "CA1",
        "AccountSid": "AC" + "0" * 32,
        "From": FROM,
        "To": TO,
        "Caller": FROM,
        "Called": TO,
        "CallStatus": "ringing",
        "ApiVersion": "2010-04-01",
        "Direction": "inbound",
    }
    assert second["CallStatus"] == "in-progress"
    assert (last["CallStatus"], last["CallDuration"]) == ("completed", "7")
    assert result.outcome.detail == "the document hung up"


# Only 301, 302, 303 and 307 are followed; the re-request drops Digits.
@pytest.mark.parametrize("status", [301, 302, 303, 307])
def test_redirects_are_followed_without_digits(status: int) -> None:
    _, site = call(
        {
            "/voice": "<Gather numDigits='1' action='/old'/>",
            "/old": moved("/new", status),
            "/new": "<Say>Bien</Say>",
        },
        "1",
    )
    assert site.forms("/old")[0]["Digits"] == "1"
    assert "Digits" not in site.forms("/new")[0]
    assert [s.method for s in site.seen if s.path == "/new"] == ["POST" if status == 307 else "GET"]


# Another 3xx is error 11216, an eleventh redirect 11215, a 4xx or 5xx 11217.
@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (moved("/voice", 308), 11216),
        (moved("/voice"), 11215),
        (answer("", status=404), 11217),
        (answer("", status=500), 11217),
    ],
)
def test_bad_answers(reply: Response, code: int) -> None:
    result, site = call({"/voice": reply, "/voice/fallback": "<Hangup/>"})
    assert codes(result) == [code]
    assert site.forms("/voice/fallback")[0]["ErrorCode"] == str(code)


# Cookies are kept for the length of a call.
def test_cookies_return() -> None:
    first = answer("<Response><Redirect>/b</Redirect></Response>")
    first.set_cookie("lang", "es")
    _, site = call({"/voice": first, "/b": "<Hangup/>"})
    assert site.seen[1].headers["Cookie"] == "lang=es"


# Host names with an underscore are refused.
def test_underscore_in_host() -> None:
    result, _ = call({"/voice": "<Redirect>https://my_host.example.com/</Redirect>"})
    assert codes(result)[0] == 11100


# A fragment asks for retries: rc times, after what rp names. The default is once, after a
# connection failure only.
@pytest.mark.parametrize(("fragment", "tries"), [("", 1), ("#rc=3&rp=5xx", 4), ("#rc=2&rp=4xx", 1)])
def test_retries_after_5xx(fragment: str, tries: int) -> None:
    _, site = call(
        {
            "/voice": f"<Redirect>/b{fragment.replace('&', '&amp;')}</Redirect>",
            "/b": answer("", status=503),
        }
    )
    assert len(site.forms("/b")) == tries
    tokens = {s.headers["I-Twilio-Idempotency-Token"] for s in site.seen if s.path == "/b"}
    assert len(tokens) == 1


# A retry that succeeds heals the request.
def test_a_retry_heals() -> None:
    count = itertools.count()
    result, _ = call(
        {
            "/voice": "<Redirect>/b#rc=1&amp;rp=all</Redirect>",
            "/b": lambda _form: "<Say>Bien</Say>" if next(count) else answer("", status=500),
        }
    )
    assert result.text == "Bien"
    assert not result.warnings


# Fragment values outside their ranges are errors 11240 to 11243.
@pytest.mark.parametrize(
    ("fragment", "code"),
    [("ct=99", 11240), ("rt=15001", 11240), ("rc=6", 11241), ("rp=3xx", 11242), ("e=mars", 11243)],
)
def test_bad_fragments(fragment: str, code: int) -> None:
    with pytest.raises(CarrierError, match=str(code)):
        split_overrides(f"{BASE}/voice#{fragment}")


class Dead:
    """A host that refuses the first ``refusals`` connections."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals

    def request(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Reply:
        self.refusals -= 1
        if self.refusals >= 0:
            raise Unreachable(11202, f"{url}: connection refused", "ct")
        return Reply(200, "text/xml", b"<Response><Say>Bien</Say></Response>")


# One refused connection is tried again without being asked; two in a row are an error.
@pytest.mark.parametrize(("refusals", "kind"), [(1, "hangup"), (9, "failed")])
def test_connection_failures(refusals: int, kind: str) -> None:
    result = Simulator(Dead(refusals), BASE, TOKEN).place(TO, FROM, "")
    assert result.outcome.kind == kind
    assert result.requests[0].status == 0


# Twilio may deliver a webhook twice; the answer must be the same.
def test_duplicates_must_be_answered_alike() -> None:
    assert call({"/voice": "<Say>Bien</Say>"}, duplicate=True)[0].outcome.kind == "hangup"
    count = itertools.count()
    result, _ = call({"/voice": lambda _form: f"<Say>{next(count)}</Say>"}, duplicate=True)
    assert "idempotent" in result.outcome.detail


# A status callback answered 4xx or 5xx is warning 15003.
def test_failing_status_callback() -> None:
    result, _ = call({"/voice": "<Hangup/>", "/voice/status": answer("", status=500)})
    assert codes(result) == [15003]
    assert result.outcome.kind == "failed"


@pytest.fixture
def served() -> Iterator[tuple[str, Site]]:
    site = Site({"/voice": "<Gather numDigits='1' action='b'><Say>Ñandú</Say></Gather>", "/b": ""})
    server = make_server("127.0.0.1", 0, site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# Over a socket a call is the same as in process, and names the public address.
def test_over_http(served: tuple[str, Site]) -> None:
    address, site = served
    over_http = Simulator(HttpTransport(address), BASE, TOKEN).place(TO, FROM, "1", call_sid="CA1")
    in_process, _ = call(site.routes, "1")
    assert over_http.turns == in_process.turns
    assert site.seen[0].headers["Host"] == "ivr.example.com"
    assert site.forms("/b")[0]["Digits"] == "1"


# A refused connection is error 11202 (there is no server on a closed port).
def test_http_refused(served: tuple[str, Site]) -> None:
    with pytest.raises(Unreachable, match="11202"):
        HttpTransport("127.0.0.1:1").request("POST", f"{BASE}/voice", {}, {})


# A fragment may also forbid the one retry that is the default.
def test_no_retry_if_so_asked() -> None:
    door = Door(f"{BASE}/voice#rc=0")
    result = Simulator(Dead(1), BASE, TOKEN).place(TO, FROM, "", door=door)
    assert result.outcome.kind == "failed"
    door = Door(f"{BASE}/voice#rc=3&rp=5xx")
    result = Simulator(Dead(1), BASE, TOKEN).place(TO, FROM, "", door=door)
    assert result.outcome.kind == "failed"


# 4xx, too, is tried again only if rp names it.
@pytest.mark.parametrize(("policy", "tries"), [("4xx", 2), ("5xx,ct", 1), ("all", 2)])
def test_retries_after_4xx(policy: str, tries: int) -> None:
    _, site = call({"/voice": f"<Redirect>/gone#rc=1&amp;rp={policy}</Redirect>"})
    assert len(site.forms("/gone")) == tries
