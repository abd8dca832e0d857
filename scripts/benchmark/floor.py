"""The floor: a Flask view that answers every request with the same document, and does no more."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response

application = Flask(__name__)
_DOCUMENT = Path(os.environ["BENCH_DOCUMENT"]).read_text("utf-8")


@application.get("/healthz")
def healthz() -> str:
    """For who waits until it is up."""
    return "ok"


@application.post("/voice/turn")
def turn() -> Response:
    """The menu, as text that lies ready."""
    return Response(_DOCUMENT, content_type="text/xml; charset=utf-8")
