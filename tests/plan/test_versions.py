"""Plans by version: compiled once, reloaded when a file changes, the old ones still served."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from ivr.engine.kinds.menu import Menu
from ivr.engine.kinds.registry import KINDS
from ivr.errors import ConfigError
from ivr.plan import versions
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import Kinds
from ivr.plan.versions import WORDS, Plans
from tests.plan.writing import COUNTRIES, write


class Compiler:
    """Counts how often a plan was compiled."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        self._real = versions.compiled
        monkeypatch.setattr(versions, "compiled", self)

    def __call__(self, config: Path, words: Path, version: str, kinds: Kinds) -> CallPlan:
        self.times += 1
        return self._real(config, words, version, kinds)


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Compiler:
    return Compiler(monkeypatch)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write(tmp_path)


def edit(config: Path, old: str, new: str, name: str = "dialogs.yaml") -> None:
    path = config / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_a_second_start_compiles_nothing(config: Path, tmp_path: Path, compiler: Compiler) -> None:
    first = Plans(config, WORDS, tmp_path / "cache", kinds=KINDS).current
    second = Plans(config, WORDS, tmp_path / "cache", kinds=KINDS).current
    assert compiler.times == 1
    assert (second.version, second.nodes, second.numbers) == (
        first.version,
        first.nodes,
        first.numbers,
    )
    assert second.prompts.text("goodbye", "es") == first.prompts.text("goodbye", "es")


# A plan of a thousand numbers is read from the cache as well.
def test_a_thousand_numbers(config: Path, tmp_path: Path, compiler: Compiler) -> None:
    many = "".join(
        f"    +54 11 4{n:03d}-0000: {{kind: local, answers: support-menu}}\n" for n in range(1000)
    )
    (config / "countries.yaml").write_text(COUNTRIES + many, "utf-8")
    assert len(Plans(config, WORDS, tmp_path / "cache", kinds=KINDS).current.numbers) == 1002
    again = Plans(config, WORDS, tmp_path / "cache", kinds=KINDS).current
    assert compiler.times == 1
    assert again.numbers["+541149990000"].display == "+54 11 4999-0000"


@pytest.mark.parametrize("spoiled", [b"", b"\x80\x05N.", b"no pickle", b"cno_such\nthing\n."])
def test_a_spoiled_cache_is_compiled_anew(
    config: Path, tmp_path: Path, compiler: Compiler, spoiled: bytes
) -> None:
    Plans(config, WORDS, tmp_path / "cache", kinds=KINDS)
    (file,) = (tmp_path / "cache").glob("*.plan")
    file.write_bytes(spoiled)
    assert Plans(config, WORDS, tmp_path / "cache", kinds=KINDS).current.queues
    assert compiler.times == 2


def test_without_a_cache_nothing_is_written(config: Path, tmp_path: Path) -> None:
    Plans(config, WORDS, kinds=KINDS)
    assert [path.name for path in tmp_path.iterdir()] == ["config"]


def test_an_edit_makes_a_new_version(config: Path) -> None:
    plans = Plans(config, WORDS, kinds=KINDS)
    first = plans.current
    assert not plans.refresh()
    edit(config, "person: data", "person: reception")
    assert plans.refresh()
    assert plans.current.version != first.version
    menu = plans.current.nodes["support-menu"]
    assert isinstance(menu, Menu)
    assert menu.person == "reception"
    assert plans.at(first.version) is first  # a running call finishes on its version


def test_an_edit_taken_back_is_the_old_version(config: Path, compiler: Compiler) -> None:
    plans = Plans(config, WORDS, kinds=KINDS)
    first = plans.current
    edit(config, "person: data", "person: reception")
    plans.refresh()
    edit(config, "person: reception", "person: data")
    assert plans.refresh()
    assert plans.current is first
    assert compiler.times == 2


def test_touching_a_file_is_no_new_version(config: Path) -> None:
    plans = Plans(config, WORDS, kinds=KINDS)
    (config / "queues.yaml").write_bytes((config / "queues.yaml").read_bytes() + b"")
    time.sleep(0.01)
    (config / "queues.yaml").touch()
    assert not plans.refresh()


def test_a_broken_file_leaves_the_last_good_plan(config: Path) -> None:
    plans = Plans(config, WORDS, kinds=KINDS)
    good = plans.current
    edit(config, "person: data", "person: nobody-at-all")
    with pytest.raises(ConfigError, match=r"^config/dialogs\.yaml:3: there is no queue"):
        plans.refresh()
    assert plans.current is good
    assert not plans.refresh()  # said once, not every two seconds
    edit(config, "person: nobody-at-all", "person: reception")
    assert plans.refresh()


def test_a_broken_file_at_the_start_is_refused(config: Path) -> None:
    edit(config, "person: data", "person: [")
    with pytest.raises(ConfigError, match=r"config/dialogs\.yaml:"):
        Plans(config, WORDS, kinds=KINDS)


def test_a_broken_catalog_is_named_with_its_line(config: Path, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "es.ftl").write_text("a = b\n= broken\n", "utf-8")
    with pytest.raises(ConfigError, match=r"es\.ftl:2: "):
        Plans(config, words, kinds=KINDS)


def test_words_and_recordings_make_versions_too(config: Path, tmp_path: Path) -> None:
    words = tmp_path / "words"
    shutil.copytree(WORDS, words, ignore=shutil.ignore_patterns("*.py", "__pycache__", "audio"))
    plans = Plans(config, words, kinds=KINDS)
    seen = {plans.current.version}
    (words / "es.ftl").write_text((words / "es.ftl").read_text("utf-8") + "more = más\n", "utf-8")
    assert plans.refresh()
    seen.add(plans.current.version)
    (words / "audio" / "es").mkdir(parents=True)
    (words / "audio" / "es" / "goodbye.wav").write_bytes(b"RIFF")
    assert plans.refresh()
    seen.add(plans.current.version)
    assert len(seen) == 3
    assert plans.current.prompts.recording("goodbye", "es") == "es/goodbye.wav"


# A restarted worker finds the versions of calls that still run, in the folder of the cache.
def test_another_process_serves_the_old_version(config: Path, tmp_path: Path) -> None:
    first = Plans(config, WORDS, tmp_path / "cache", kinds=KINDS).current
    edit(config, "person: data", "person: reception")
    restarted = Plans(config, WORDS, tmp_path / "cache", kinds=KINDS)
    assert restarted.current.version != first.version
    old = restarted.at(first.version)
    assert old.version == first.version
    assert old.nodes == first.nodes


@pytest.mark.parametrize("version", ["0123456789ab", "../../etc/passwd", "", "*"])
def test_an_unknown_version_goes_on_with_the_current_plan(
    config: Path, tmp_path: Path, version: str
) -> None:
    plans = Plans(config, WORDS, tmp_path / "cache", kinds=KINDS)
    assert plans.at(version) is plans.current
