"""A command line that cannot be understood, and a machine that refuses: one sentence each."""

from __future__ import annotations

import errno
import os
import shlex
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from ivr import cli
from ivr.cli import main
from ivr.settings import PACKAGE_ROOT

N = "+541151705383"
NO_DATE = "there is no date and time"
# fmt: off
WRONG = [
    ("", "the following arguments are required: COMMAND"),
    ("dial", "invalid choice: 'dial'"),
    ("--verbose call", "unrecognized arguments: --verbose"),
    ("call", "the following arguments are required: number"),
    (f"call {N} --at", "expected one argument"),
    (f"call {N} --at ''", f"{NO_DATE} ''"),
    (f"call {N} --at 2026-02-29T10:00", f"{NO_DATE} '2026-02-29T10:00'"),
    (f"call {N} --at 25/11/2026", f"{NO_DATE} '25/11/2026'"),
    (f"call {N} --at 2026-11-25T24:30", f"{NO_DATE} '2026-11-25T24:30'"),
    (f"call {N} --at mañana", f"{NO_DATE} 'mañana'"),
    (f"call {N} --at 0001-01-01", f"{NO_DATE} '0001-01-01'"),
    (f"call {N} --at 9999-12-31T23:59:59", f"{NO_DATE} '9999-12-31T23:59:59'"),
    (f"why {N} --at 2026-02-29T10:00", f"{NO_DATE} '2026-02-29T10:00'"),
    ("why --matrix --at 2026-13-01", f"{NO_DATE} '2026-13-01'"),
    (f"call {N} --keys '1 abc'", "'abc' is nothing a caller can do"),
    (f"call {N} --keys say:", "'say:' is nothing a caller can do"),
    (f"call {N} --keys 1,2", "'1,2' is nothing a caller can do"),
    (f"call {N} --keys '1 \"say:no hay tono'", "ends inside of a quotation"),
    (f"call {N} --keys \"1 say:'no\"", "ends inside of a quotation"),
    (f"why {N} --keys '1 \"say:no'", "ends inside of a quotation"),
    (f"call {N} --from 'a b'", "nobody calls from 'a b'"),
    (f"call {N} --from ''", "nobody calls from ''"),
    (f"call {N} --from '<script>'", "nobody calls from '<script>'"),
    (f"call {N} --situation busy", "invalid choice: 'busy'"),
    (f"call {N} --url localhost:8000", "'localhost:8000' is no address of a service"),
    (f"call {N} --url http://127.0.0.1:99999", "is no address of a service"),
    (f"call {N} --url http://[::1", "is no address of a service"),
    (f"call {N} --url http://127.0.0.1:8000/voice", "is no address of a service"),
    ("why", "which number?"),
    ("why --at 2026-11-25", "which number?"),
    ("serve --port 99999", "'99999' is no number from 1 to 65535"),
    ("serve --port 0", "'0' is no number from 1 to 65535"),
    ("serve --port -1", "'-1' is no number from 1 to 65535"),
    ("serve --port http", "'http' is no number from 1 to 65535"),
    ("serve --workers 0", "'0' is no number from 1 to 64"),
    ("serve --workers 1000", "'1000' is no number from 1 to 64"),
    ("serve --workers 1.5", "'1.5' is no number from 1 to 64"),
    ("incidents", "the following arguments are required: list|show"),
    ("incidents list --limit -3", "'-3' is no number from 1 to 1000000"),
    ("incidents list --limit many", "'many' is no number from 1 to 1000000"),
    ("incidents list --status closed", "invalid choice: 'closed'"),
    ("incidents show", "the following arguments are required: number"),
    ("check --config /nowhere/at/all", "there is no folder '/nowhere/at/all'"),
    ("check --words ''", "there is no folder ''"),
    ("flow AR --format png", "invalid choice: 'png'"),
    ("config schema numbers", "invalid choice: 'numbers'"),
    ("completion csh", "invalid choice: 'csh'"),
]
# What can be read but not be done.
REFUSED = [
    ("call 12345", "no country lists '12345'"),
    ("call ''", "no country lists ''"),
    (f"call {N} --language xx", "+541151705383 speaks es-AR, en, not 'xx'"),
    (f"call {N} --language ''", "+541151705383 speaks es-AR, en, not ''"),
    (f"call {N} --url http://127.0.0.1:1", "nothing answers at http://127.0.0.1:1"),
    (f"call {N} --url http://a..b", "nothing answers at http://a..b"),
    (f"call {N} --keys hangup --save /proc/no/x.yaml", "/proc/no/x.yaml cannot be written"),
    (f"call {N} --keys hangup --save .", ". cannot be written (Is a directory)"),
    ("why 12345", "no country lists '12345'"),
    ("flow QQ", "there is no country or dialog 'QQ'"),
    ("flow AR -o /proc/no/x.svg", "/proc/no/x.svg cannot be written"),
    ("incidents show nothing", "there is no incident nothing"),
]
# fmt: on


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TWILIO_AUTH_TOKEN", "PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "IVR_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("IVR_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_wrong_usage_is_told_in_one_sentence(
    capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    assert main(shlex.split(line)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    (sentence,) = printed.err.splitlines()
    assert sentence.startswith("ivr")
    assert said in sentence


@pytest.mark.parametrize(("line", "said"), REFUSED)
def test_what_cannot_be_done_is_told_in_one_sentence(
    capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    assert main(shlex.split(line)) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith(f"ivr {line.split()[0]}: ")
    assert said in sentence


@pytest.mark.parametrize("line", [f"call {N} --keys 1", "incidents list"])
@pytest.mark.parametrize("folder", ["/proc/no", "file"])
def test_a_data_folder_that_cannot_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    line: str, folder: str,
) -> None:  # fmt: skip
    (tmp_path / "file").touch()
    monkeypatch.setenv("IVR_DATA", str(tmp_path / folder))  # an absolute path stays as it is
    assert main(shlex.split(line)) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "the data folder" in sentence
    assert "set IVR_DATA to a folder" in sentence


def test_a_driver_that_says_much_is_quoted_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/ivr")
    assert main(["incidents", "list"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith("ivr incidents: The records cannot be reached now")


@pytest.mark.parametrize(
    ("way", "kept"),
    [("+54 9 11 5555-1234", "+5491155551234"), ("anonymous", "anonymous"), ("sip:a@b", "sip:a@b")],
)
def test_who_calls_may_be_written_in_any_way(
    capsys: pytest.CaptureFixture[str], way: str, kept: str
) -> None:
    assert main(["call", N, "--from", way, "--keys", "hangup"]) == 0
    assert f"{kept} → {N}" in capsys.readouterr().out


@pytest.mark.parametrize("wanted", ["en", "EN"])
def test_a_language_is_asked_for_as_one_likes(
    capsys: pytest.CaptureFixture[str], wanted: str
) -> None:
    assert main(["call", N, "--language", wanted, "--keys", "hangup"]) == 0
    assert "other requests, press 0." in capsys.readouterr().out


def test_nothing_found_is_told_with_what_was_looked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["incidents", "list", "--queue", "nix", "--status", "partial"]) == 0
    assert capsys.readouterr().out == "No partial incidents of queue nix.\n"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith(f"centralita {version('centralita')} (Python 3.")


@pytest.mark.parametrize(
    ("name", "begins"), [("x.svg", "<svg"), ("x.dot", "digraph"), ("x.mmd", "flowchart")]
)
def test_a_picture_is_drawn_as_its_name_says(tmp_path: Path, name: str, begins: str) -> None:
    path = tmp_path / "new" / name
    assert main(["flow", "switchboard", "-o", str(path)]) == 0
    assert path.read_text("utf-8").startswith(begins)


def test_a_link_is_followed_and_not_replaced(tmp_path: Path) -> None:
    link, target = tmp_path / "link", tmp_path / "target"
    target.touch()
    link.symlink_to(target)
    assert main(["flow", "switchboard", "-o", str(link)]) == 0
    assert link.is_symlink()
    assert target.read_text("utf-8").startswith("flowchart")


def started(*words: str, **streams: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ivr.cli", *words]
    return subprocess.Popen(command, cwd=PACKAGE_ROOT, text=True, **streams)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("words", [["call", N, "--keys", "1 1"], ["config", "schema", "queues"]])
def test_nobody_reads_to_the_end(words: list[str]) -> None:
    process = started(*words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.communicate()[1] == ""
    assert process.returncode == cli.NO_READER


def test_a_full_disk_behind_the_output() -> None:
    with open("/dev/full", "w") as full:
        process = started("config", "schema", "queues", stdout=full, stderr=subprocess.PIPE)
        said = process.communicate()[1]
    assert said == f"ivr config: {os.strerror(errno.ENOSPC)}\n"
    assert process.returncode == 1


def test_without_standard_streams(tmp_path: Path) -> None:
    line = f"{sys.executable} -m ivr.cli call {N} --keys hangup --save {tmp_path}/x.yaml"
    status = subprocess.run(f"{line} <&- >&- 2>&-", shell=True, cwd=PACKAGE_ROOT).returncode
    assert status == 0
    assert (tmp_path / "x.yaml").is_file()


def test_ctrl_c(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def asks(*_: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("the signal was not taken")

    monkeypatch.setattr("ivr.commands.flow.plan_in", asks)
    # A shell that runs the tests in the background has them ignore the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert main(["flow"]) == cli.STOPPED
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err == "ivr flow: stopped\n"
