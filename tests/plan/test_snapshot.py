"""What counts as the files of a plan, and that a set of them is of one moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.engine.kinds.registry import KINDS
from ivr.errors import ConfigError
from ivr.plan import snapshot
from ivr.plan.snapshot import FilesInMotion, Snapshot, overlooked, take, unpack
from ivr.plan.versions import compiled
from tests.plan.writing import edit, write

HELLO = "hello = Hola\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    folder = tmp_path / "prompts"
    (folder / "audio" / "es").mkdir(parents=True)
    (folder / "es.ftl").write_text(HELLO, "utf-8")
    (folder / "audio" / "es" / "hello.wav").write_bytes(b"RIFF")
    return folder


def test_a_snapshot_packs(config: Path, words: Path) -> None:
    taken = take(config, words)
    assert taken.words == {"es": HELLO.encode()}
    assert taken.recordings == {"audio/es/hello.wav": 4}
    again = unpack(taken.pack())
    assert again == taken
    assert again.version == taken.version


@pytest.mark.parametrize("packed", [b"", b"x", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_was_not_packed(packed: bytes) -> None:
    with pytest.raises(ValueError, match="no snapshot"):
        unpack(packed)


def test_every_file_makes_versions(config: Path, words: Path) -> None:
    seen = {take(config, words).version}
    edit(config, "person: data", "person: reception")
    seen.add(take(config, words).version)
    (words / "es.ftl").write_text("hello = Buenas\n", "utf-8")
    seen.add(take(config, words).version)
    (words / "audio" / "es" / "hello.wav").write_bytes(b"RIFFRIFF")
    seen.add(take(config, words).version)
    (words / "es-AR.ftl").write_text("hello = Che\n", "utf-8")
    seen.add(take(config, words).version)
    assert len(seen) == 5


# What editors, desktops and people leave beside the files decides nothing, whatever is in it.
@pytest.mark.parametrize(
    "name",
    [
        "._es.ftl", ".es.ftl.swp", "es.ftl~", "#es.ftl#", "es (1).ftl", "es - copia.ftl",
        "borrador-1.ftl", "old1.ftl", "old.ftl", "ES.ftl", "es-ar.ftl", "es.ftl.bak", "es_AR.ftl",
    ],
)  # fmt: skip
def test_other_files_beside_the_words(config: Path, words: Path, name: str) -> None:
    before = take(config, words)
    (words / name).write_bytes(b"\x00\x05\x16\x07\xff\xfe")
    assert take(config, words) == before
    surprises = [path.name for path in overlooked(config, words)]
    assert surprises == ([name] if name.endswith(".ftl") and name[0] not in ".#" else [])


@pytest.mark.parametrize("name", ["dialogs (1).yaml", ".dialogs.yaml", "dialogs.yaml~", "x.yml"])
def test_other_files_beside_the_yaml(config: Path, words: Path, name: str) -> None:
    before = take(config, words)
    (config / name).write_text("a: [", "utf-8")
    assert take(config, words) == before


def test_lock_links_of_an_editor(config: Path, words: Path) -> None:
    before = take(config, words)
    for link in (words / ".#es.ftl", words / ".#en.ftl", config / ".#dialogs.yaml"):
        link.symlink_to("me@host.1:2")
    assert take(config, words) == before
    assert overlooked(config, words) == []


def test_a_file_that_changes_while_it_is_read(
    config: Path, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, times = snapshot._read, iter(range(100))

    def read(config: Path, words: Path) -> Snapshot:
        found = real(config, words)
        if next(times) < 2:
            (words / "es.ftl").write_text(f"hello = Hola{'!' * next(times)}\n", "utf-8")
        return found

    monkeypatch.setattr(snapshot, "_read", read)
    assert take(config, words).words["es"] == (words / "es.ftl").read_bytes()


def test_files_that_never_rest(config: Path, words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(1000))
    monkeypatch.setattr(snapshot, "stamp", lambda *_: next(moments))
    with pytest.raises(FilesInMotion):
        take(config, words)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_words_with_a_byte_order_mark_or_without(config: Path, words: Path, encoding: str) -> None:
    (words / "es.ftl").write_text("# Lo que oye\nhello = Hola, señor\n", encoding)
    assert compiled(take(config, words), KINDS).prompts.text("hello", "es") == "Hola, señor"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello = Hola\nbye = Mañana\n".encode("cp1252"), r"es\.ftl:2: is not UTF-8 from here on"),
        (HELLO.encode("utf-16"), r"es\.ftl: is written in UTF-16"),
        (b"\xfe\xff" + HELLO.encode("utf-16-be"), r"es\.ftl: is written in UTF-16"),
        (b"hello = " + b"{" * 3000, r"es\.ftl:1: has too many braces"),
        (b"\nhello = " + b"{" * 90 + b'"a"' + b"}" * 90, r"es\.ftl:2: has too many braces"),
        (b"hello = " + b"a" * 1_000_001, r"es\.ftl: is longer than"),
    ],
)
def test_words_that_cannot_be_read_are_named(
    config: Path, words: Path, text: bytes, said: str
) -> None:
    (words / "es.ftl").write_bytes(text)
    with pytest.raises(ConfigError, match=said):
        compiled(take(config, words), KINDS)
