"""Where the microseconds of a turn go: each stage alone, in this process, on a real store."""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask

from benchmark.ground import TOKEN, live_store
from benchmark.route import ANSWER
from benchmark.wire import Ask, Line, call_sid, keyed, request
from ivr.app import create_app, open_service
from ivr.call.position import decode
from ivr.call.session import Meta
from ivr.engine import machine
from ivr.engine.twiml import Renderer
from ivr.live.calls import TurnRecord
from ivr.plan.call_plan import CallPlan
from ivr.service.webhook import Turns
from ivr.settings import PACKAGE_ROOT, Settings
from ivr.web.voice.request import webhook
from ivr.web.voice.signature import read_form, signed_origins, verify

_LINE = Line("127.0.0.1", 8000, TOKEN)
_Stage = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Asked:
    """One signed menu turn, in the parts that the stages take."""

    target: str
    body: bytes
    signature: str


def stages(folder: Path, times: int) -> dict[str, float]:
    """Processor µs of each stage and of the whole turn, the store's own time left out.

    A stage alone finds everything in the processor's caches; in a turn it does not, so the parts
    sum up to less than the whole.
    """
    with live_store(folder) as store:
        settings = Settings(
            _env_file=None,
            data=folder,
            config=PACKAGE_ROOT / "config",
            public_url=_LINE.origin,
            tokens=(TOKEN,),
            redis_url=store.url,
        )  # type: ignore[call-arg]
        service = open_service(settings)
        app = create_app(service)
        menu = _keyed(app, "0")
        parts = _parts(_asked(menu, 0), Turns(service.plans, service.calls, service.tickets))
        whole = {
            "menu turn, WSGI to WSGI": _whole(app, menu, times),
            "choice, WSGI to WSGI": _whole(app, _keyed(app, "1"), times),
        }
        return {name: _cost(stage, times) for name, stage in (parts | whole).items()}


def _whole(app: Flask, turn: Ask, times: int) -> _Stage:
    # Each of another call: the same one again would be a repetition, which steps twice.
    fresh = iter([_asked(turn, number) for number in range(1, times + 2)])
    return lambda: _call(app, next(fresh))


def _parts(asked: Asked, turns: Turns) -> dict[str, _Stage]:
    urls = [origin + asked.target.encode() for origin in signed_origins(_LINE.origin)]
    form = read_form(asked.body)
    hook = webhook(form)
    call, event, plan = hook.read(), hook.answer(), turns.plans.current
    position = decode(dict(parse_qsl(asked.target.partition("?")[2])))
    now = datetime.now(UTC)
    turn = machine.step(plan, position, call, event, now)
    renderer, entry = Renderer(plan.prompts), _entry(call.sid, plan)
    return {
        "form read": lambda: read_form(asked.body),
        "signature verified": lambda: verify(asked.signature, urls, form, (TOKEN,)),
        "fields checked": lambda: (webhook(form).read(), hook.answer()),
        "step *": lambda: machine.step(plan, position, call, event, now),
        "commit, one exchange *": lambda: turns.calls.commit(entry),
        "document rendered *": lambda: renderer.render(turn.verbs, {}),
    }


def _entry(sid: str, plan: CallPlan) -> TurnRecord:
    now = datetime.now(UTC)
    meta = Meta("+541151705383", "+5491155551234", "AR", plan.version, now)
    return TurnRecord(sid, "1", "0" * 16, now, "service-assurance keys 0", meta)


def _cost(stage: _Stage, times: int) -> float:
    stage()
    began = time.process_time()
    for _ in range(times):
        stage()
    return (time.process_time() - began) / times * 1e6


def _keyed(app: Flask, key: str) -> Ask:
    """The turn that a key in the service menu makes."""
    greeting = _call(app, _asked(Ask(ANSWER.path, ANSWER.fields), 0))
    found = re.search(r'\saction="([^"#]+)', greeting.decode())
    if not found:
        raise RuntimeError(f"no menu in {greeting.decode()}")
    return Ask(unescape(found[1]), keyed(key))


def _asked(ask: Ask, number: int) -> Asked:
    head, _, body = request(_LINE, ask, call_sid("stages", number)).partition(b"\r\n\r\n")
    headers = dict(text.split(": ", 1) for text in head.decode().split("\r\n")[1:])
    return Asked(ask.path, body, headers["X-Twilio-Signature"])


def _call(app: Flask, asked: Asked) -> bytes:
    path, _, query = asked.target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(asked.body)),
        "HTTP_X_TWILIO_SIGNATURE": asked.signature,
        "wsgi.input": io.BytesIO(asked.body),
        "wsgi.errors": sys.stderr,
    }
    return b"".join(app.wsgi_app(environ, lambda *_: lambda _: None))
