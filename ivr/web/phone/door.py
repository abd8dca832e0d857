"""The phone's addresses.

GET  /phone                        the page
GET  /phone/static/…               its style and scripts
GET  /phone/flow/<country>.svg     the flow picture of a country
POST /phone/call                   a call so far, as JSON → the call as it stands
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from ivr.errors import MalformedRequest, RequestRefused, RequestTooLarge
from ivr.flow import UnknownPart, draw_svg
from ivr.web.phone.directory import callers, dialled, directory
from ivr.web.phone.line import Line
from ivr.web.phone.replay import replay
from ivr.web.phone.request import read_request
from ivr.web.phone.response import response_to

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; media-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# The picture brings its own style for dark screens; the page leaves that out and applies its own.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def blueprint(line: Line) -> Blueprint:
    """The routes of the phone. Register them only while the service is simulated."""
    phone = Blueprint(
        "phone",
        __name__,
        url_prefix="/phone",
        template_folder="templates",
        static_folder="static",
    )
    allowed = _LOOPBACK | {urlsplit(line.public_url).hostname or ""}
    phone.before_request(partial(_check_host, allowed))
    phone.after_request(_guarded)
    phone.add_url_rule("", view_func=partial(_page, line), endpoint="page")
    phone.add_url_rule("/call", view_func=partial(_call, line), endpoint="call", methods=["POST"])
    phone.add_url_rule("/flow/<country>.svg", view_func=partial(_flow, line), endpoint="flow")
    phone.register_error_handler(RequestRefused, _refused)
    return phone


def _page(line: Line) -> str:
    plan = line.plans.current
    return render_template(
        "phone/page.html",
        listed=directory(plan),
        callers=callers(plan.countries.values()),
    )


def _flow(line: Line, country: str) -> Response:
    try:
        picture = draw_svg(line.plans.current, country)
    except UnknownPart as unknown:
        return Response(f"{unknown}\n", 404, mimetype="text/plain")
    response = Response(picture, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = _PICTURE_POLICY
    return response


def _call(line: Line) -> Response:
    call = read_request(_json_body())
    to = dialled(line.plans.current, call.to)
    return jsonify(response_to(line, to, call, replay(line, to, call)))


def _json_body() -> bytes:
    # A page of another site can post a form here, but JSON only if we allowed it to.
    if request.mimetype != "application/json":
        raise MalformedRequest("send the call as application/json")
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise RequestTooLarge("the call is too long; dial again") from error


def _check_host(allowed: frozenset[str]) -> None:
    """Refuse a name that was made to lead here from elsewhere (DNS rebinding)."""
    try:
        host = urlsplit(f"//{request.host}").hostname
    except ValueError:
        host = None
    if host not in allowed:
        abort(403, "The phone answers on this machine's own address only.")


def _guarded(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _refused(refused: RequestRefused) -> tuple[Response, int]:
    return jsonify(error=str(refused)), refused.status
