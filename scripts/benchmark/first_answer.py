"""A worker's start and first answer, without a web server: run as a process and timed from outside.

It imports what a worker imports and nothing else, and ends as soon as it has answered.
"""

from __future__ import annotations

import hmac
import io
import os
from base64 import b64encode
from urllib.parse import urlencode

_FORM = {
    "AccountSid": "AC" + "0" * 32,
    "CallSid": "CA" + "f" * 32,
    "CallStatus": "ringing",
    "From": "+5491155551234",
    "To": "+541151705383",
}


def main() -> None:
    """Ask the application once. Exits with an error unless it answers 200."""
    import wsgi  # noqa: PLC0415 - it is this import that is timed

    statuses: list[str] = []
    body = wsgi.application(_environ(), lambda status, *_: statuses.append(status))
    document = b"".join(body)
    if not statuses[0].startswith("200") or b"<Gather" not in document:
        raise SystemExit(f"{statuses[0]}\n{document.decode()}")
    os._exit(0)  # as soon as the answer is there; a worker goes on


def _environ() -> dict[str, object]:
    joined = "".join(name + _FORM[name] for name in sorted(_FORM))
    message = f"{os.environ['PUBLIC_URL']}/voice{joined}".encode()
    signed = b64encode(hmac.digest(os.environ["TWILIO_AUTH_TOKEN"].encode(), message, "sha1"))
    body = urlencode(_FORM).encode()
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/voice",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=UTF-8",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "127.0.0.1",
        "HTTP_X_TWILIO_SIGNATURE": signed.decode(),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


if __name__ == "__main__":
    main()
