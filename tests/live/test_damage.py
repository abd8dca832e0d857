"""A damaged log of the live store: mended where it only ends too early, else put aside."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from ivr.errors import StoreUnavailable
from ivr.live.connections import live
from ivr.live.valkey.embedded import EmbeddedStore
from ivr.live.valkey.folder import socket_path, socket_url
from tests.live.test_embedded import until

KEYS = 2000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with a log of 2,000 keys."""
    made = tmp_path / "data"
    with EmbeddedStore(made), live(socket_url(made)) as client:
        client.mset({f"key{number}": "kept" for number in range(KEYS // 2)})
        for number in range(KEYS // 2, KEYS):
            client.set(f"key{number}", "kept")
    return made


def growing(folder: Path) -> Path:
    (found,) = (folder / "appendonlydir").glob("*.incr.aof")
    return found


def changed(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        file = growing(folder)
        file.write_bytes(change(file.read_bytes()))

    return harm


def without_base(folder: Path) -> None:
    (base,) = (folder / "appendonlydir").glob("*.base.rdb")
    base.unlink()


def strange_base(folder: Path) -> None:
    (base,) = (folder / "appendonlydir").glob("*.base.rdb")
    base.write_bytes(os.urandom(base.stat().st_size))


def strange_manifest(folder: Path) -> None:
    (folder / "appendonlydir" / "appendonly.aof.manifest").write_text("not ours\n")


def without_manifest(folder: Path) -> None:
    (folder / "appendonlydir" / "appendonly.aof.manifest").unlink()


def without_growing(folder: Path) -> None:
    growing(folder).unlink()


def keys(folder: Path) -> int:
    with EmbeddedStore(folder), live(socket_url(folder)) as client:
        return int(client.dbsize())


def aside(folder: Path) -> list[Path]:
    return list(folder.glob("appendonlydir.damaged-*"))


# A machine that lost its power: the last command is there in part, or zeros stand in its place.
@pytest.mark.parametrize(
    ("harm", "left"),
    [
        (changed(lambda log: log[:-7]), KEYS - 1),
        (changed(lambda log: log + b"\0" * 4096), KEYS),
        (changed(lambda log: log + b"\0" * 200_000), KEYS),
        (changed(lambda log: log[:-7] + b"\0" * 7), KEYS - 1),
        (changed(lambda _: b""), 0),
        (changed(lambda _: b"\0" * 512), 0),
    ],
)
def test_a_log_that_ends_too_early_is_mended(
    folder: Path, harm: Callable[[Path], None], left: int
) -> None:
    harm(folder)
    assert keys(folder) == left
    assert aside(folder) == []


@pytest.mark.parametrize(
    "harm",
    [
        changed(lambda log: log[:9000] + b"XXXX" + log[9004:9500] + log[9507:]),
        changed(lambda log: log[:9000] + b"\0" * 512 + log[9512:]),
        changed(lambda log: os.urandom(len(log))),
        changed(lambda log: log + b"garbage\r\n"),
        strange_base,
        without_base,
        without_growing,
        strange_manifest,
        without_manifest,
    ],
)
def test_a_damaged_log_is_put_aside_with_a_loud_word(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    harm(folder)
    with capture_logs() as logs:
        assert keys(folder) == 0
    (kept,) = aside(folder)
    assert any(kept.iterdir())
    loud = [line for line in logs if line["log_level"] == "critical"]
    assert [(line["event"], line["put_aside"]) for line in loud] == [
        ("live_store.log_damaged", str(kept))
    ]
    assert keys(folder) == 0  # and the next start finds nothing amiss
    assert aside(folder) == [kept]


# A machine that does not let us is no damage: nothing is moved, and it goes on by itself.
def test_what_is_no_damage_is_left_where_it_is(folder: Path) -> None:
    (folder / "appendonlydir").rename(folder / "mine")
    (folder / "appendonlydir").write_text("in the way of the folder")
    with pytest.raises(StoreUnavailable, match="appendonlydir"):
        EmbeddedStore(folder).start()
    assert aside(folder) == []


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="cannot be used: Not a directory"):
        EmbeddedStore(tmp_path / "file" / "data").start()


def test_it_starts_as_soon_as_it_can(folder: Path) -> None:
    (folder / "appendonlydir").rename(folder / "mine")
    (folder / "appendonlydir").write_text("in the way of the folder")
    store = EmbeddedStore(folder)
    with pytest.raises(StoreUnavailable):
        store.start()
    url = store.keep_trying()
    try:
        (folder / "appendonlydir").unlink()
        (folder / "mine").rename(folder / "appendonlydir")
        until(lambda: store.pid is not None, seconds=20)
        with live(url) as client:
            assert client.dbsize() == KEYS
    finally:
        store.stop()


def test_all_its_files_are_private_whatever_they_were(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    mask = os.umask(0)
    try:
        with EmbeddedStore(folder) as store, live(socket_url(store.folder)) as client:
            client.bgrewriteaof()
            until(lambda: client.info("persistence")["aof_rewrite_in_progress"] == 0)
            found = {path: path.lstat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))}
            assert socket_path(folder) in found
            with socket.socket(socket.AF_UNIX) as user:
                user.connect(str(socket_path(folder)))
    finally:
        os.umask(mask)
    assert {path: mode for path, mode in found.items() if mode} == {}
