"""The installation on which a command works: its settings, and its data folder."""

from __future__ import annotations

import os

from ivr.errors import IvrError
from ivr.guard.private import private_folder
from ivr.settings import Settings, load_settings


class UnusableFolder(IvrError):
    """The data folder cannot be made, read or written by this user."""


def installation() -> Settings:
    """Settings whose data folder is there and may be written.

    Raises ConfigError for settings that are wrong, UnusableFolder in words.
    """
    settings = load_settings()
    try:
        private_folder(settings.data)
    except OSError as error:
        raise _unusable(settings, error.strerror or str(error)) from error
    if not os.access(settings.data, os.R_OK | os.W_OK | os.X_OK):
        raise _unusable(settings, "this user may not write there")
    return settings


def _unusable(settings: Settings, why: str) -> UnusableFolder:
    return UnusableFolder(
        f"the data folder {settings.data} cannot be used ({why}); "
        "set IVR_DATA to a folder that this user may write"
    )
