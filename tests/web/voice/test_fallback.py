"""The fallback door answers all that is signed, with what can be read of where the caller stood."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from structlog.testing import capture_logs

from tests.web.voice.door import CALLER, NUMBER, Door, Line, form_of, new_sid

AT = "http://127.0.0.1:8000/voice/turn"
PLACE = "p=x&n=incident.severity&l=en&t=2&q=vyvx"


# "On any fetch or execution failure the fallback URL is asked, with ErrorCode and ErrorUrl".
@pytest.mark.parametrize(
    ("error_url", "language", "queue"),
    [
        ("http://127.0.0.1:8000/voice", "es-US", "reception"),
        (f"{AT}?{PLACE}", "en-US", "vyvx"),
        (f"{AT}?{PLACE}#rc=2&rp=all", "en-US", "vyvx"),
        # What is damaged is left out, and the rest is kept.
        (f"{AT}?p=x&n=..&l=en", "en-US", "reception"),
        (f"{AT}?p=x&n=queue&l=en&t=1&q=no-such", "en-US", "reception"),
        (f"{AT}?p=&n=UPPER&l=english&t=many&q=vyvx", "es-US", "vyvx"),
        (f"{AT}?l=en&t=99999&f=UPPER.x~kept.yes&q=vyvx", "en-US", "vyvx"),
        (f"{AT}?q=vyvx&l=e", "es-US", "vyvx"),
        (f"{AT}?q=vyvx&l=zz", "es-US", "vyvx"),
        (f"{AT}?%ff=%fe&q=vyvx&l=en&{'a=1&' * 40}", "en-US", "vyvx"),
        (f"http://[/voice/turn?{PLACE}", "en-US", "vyvx"),
        (f"/voice/turn?{PLACE}", "en-US", "vyvx"),
        (quote(f"{AT}?{PLACE}", safe=""), "en-US", "vyvx"),
        (f"{AT}?{PLACE}".replace("&", "&amp;"), "en-US", "vyvx"),
        ("no url at all", "es-US", "reception"),
        ("", "es-US", "reception"),
        ("http://[", "es-US", "reception"),
    ],
)
def test_what_can_be_read_of_the_place(
    door: Door, error_url: str, language: str, queue: str
) -> None:
    line = Line(door).follow("/voice/fallback", ErrorCode="11200", ErrorUrl=error_url)
    assert [verb.tag for verb in line.document] == ["Say", "Enqueue"]
    assert line.find("Say").attrib["language"] == language
    assert line.find("Enqueue").text == queue


@pytest.mark.parametrize(
    ("form", "language"),
    [
        ({}, "es-US"),
        ({"To": "+551139572288", "From": CALLER}, "es-US"),
        ({"To": "+551139572288", "From": "anonymous"}, "pt-BR"),
        ({"To": "", "From": "+5511991234567"}, "pt-BR"),  # who calls from there calls there
        ({"To": "<>", "From": "<>"}, "es-US"),
        ({"CallSid": "", "To": NUMBER}, "es-US"),
        ({"CallSid": "x" * 200, "AccountSid": "AC" + "c" * 32, "To": NUMBER}, "es-US"),
        ({"ErrorCode": "<Say>", "ErrorUrl": "\x00", "CallStatus": "?"}, "es-US"),
    ],
)
def test_whatever_else_is_told(door: Door, form: dict[str, str], language: str) -> None:
    answer = door.post("/voice/fallback", form)
    assert answer.status_code == 200
    assert f'language="{language}"' in answer.text
    assert "<Enqueue" in answer.text


# Music is for who stands in line; to anybody else it would be the last that he hears.
def test_who_waited_is_put_into_his_queue_again(door: Door) -> None:
    failed = "http://127.0.0.1:8000/voice/wait?p=x&n=vyvx:wait&l=en&t=4&q=vyvx&w=1"
    line = Line(door).follow("/voice/fallback", ErrorCode="11200", ErrorUrl=failed)
    assert line.find("Enqueue").text == "vyvx"
    line.follow("/voice/fallback", ErrorCode="11200", ErrorUrl=failed, QueuePosition="2")
    assert [verb.tag for verb in line.document] == ["Play"]


def test_not_without_a_signature(door: Door) -> None:
    assert door.send("/voice/fallback", b"", None).status_code == 403


def test_the_urgency_is_kept(door: Door) -> None:
    line = Line(door)
    line.follow("/voice/fallback", ErrorUrl=f"{AT}?n=!&l=en&q=data&f=priority.1~Told.yes")
    assert "f=priority.1" in line.action("Enqueue", "waitUrl")


# An address by GET holds all that the carrier tells of a caller, and a damaged one may hold more.
def test_the_address_is_not_logged(door: Door) -> None:
    failed = f"{AT}?{PLACE}&From=%2B5491133445566&SpeechResult=Zunilda&n=Zunilda+Quispe"
    with capture_logs() as logs:
        door.post("/voice/fallback", form_of(new_sid(), ErrorCode="11200", ErrorUrl=failed))
        door.post("/voice/fallback", form_of(new_sid(), ErrorUrl="http://x/Zunilda/33445566"))
    said = [line for line in logs if line["event"] == "voice.fallback"]
    assert (said[0]["path"], said[0]["queue"], said[0]["code"]) == ("/voice/turn", "vyvx", "11200")
    assert "Zunilda" not in str(logs)
    assert "33445566" not in str(logs)
