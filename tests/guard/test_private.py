"""Folders and files that hold callers' data are closed to others, unless that breaks things."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ivr.guard.private import keep_private, make_private, private_folder


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


@pytest.mark.parametrize("before", [0o777, 0o755, 0o750, 0o700])
def test_a_folder_that_stood_open_is_closed(tmp_path: Path, before: int) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(before)
    private_folder(folder)
    assert mode(folder) == 0o700


def test_a_folder_is_made_closed(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        assert mode(private_folder(tmp_path / "a" / "data")) == 0o700
    finally:
        os.umask(mask)


# IVR_DATA=/tmp is a mistake that must not close /tmp to everybody else.
def test_a_folder_that_all_share_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    folder.chmod(0o1777)
    private_folder(folder)
    assert mode(folder) == 0o1777


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_a_folder_with_something_of_others_is_left(tmp_path: Path) -> None:
    (tmp_path / "theirs").touch()
    os.chown(tmp_path / "theirs", 12345, 12345)
    tmp_path.chmod(0o755)
    private_folder(tmp_path)
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("before", [0o666, 0o644, 0o640, 0o600, 0o400])
def test_a_file_that_stood_open_is_closed(tmp_path: Path, before: int) -> None:
    path = tmp_path / "file"
    path.write_text("kept")
    path.chmod(before)
    make_private(path)
    assert mode(path) == before & 0o700
    assert path.read_text() == "kept"


def test_a_file_that_is_not_there_cannot_be_kept(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        keep_private(tmp_path / "nothing")
