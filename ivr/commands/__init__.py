"""One module per command of the command line; each adds its own parser and runs itself."""

from __future__ import annotations

from ivr.commands import call, check, config, flow, incidents, serve, why

__all__ = ["call", "check", "config", "flow", "incidents", "serve", "why"]
