"""``granian --interface wsgi wsgi:application``, ``gunicorn wsgi``, ``flask --app wsgi run``."""

from __future__ import annotations

from ivr import app

application = app.application()
