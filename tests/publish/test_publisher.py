"""An edit goes live when it is proven; whatever else happens, the last good plan stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from ivr.publish import publisher as publishing
from ivr.publish.prover import ProofFailed, proven
from ivr.publish.publisher import PlanRefused, Publisher
from ivr.publish.state import read_state
from tests.plan.writing import edit
from tests.publish.conftest import Machine

OLD, NEW = "person: data", "person: reception"
LOOKS = 3  # a change is seen, rests, and is read


@dataclass
class Clock:
    """Seconds that pass when they are told to."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(publishing, "monotonic", clock)
    return clock


@pytest.fixture
def publisher(machine: Machine, clock: Clock) -> Publisher:
    publisher = machine.publisher()
    publisher.bring_up()
    return publisher


@pytest.fixture
def look(publisher: Publisher, clock: Clock) -> Callable[..., None]:
    """So many looks, half a second apart."""

    def looks(times: int = LOOKS) -> None:
        for _ in range(times):
            publisher.look()
            clock.now += publishing.LOOK_SECONDS

    return looks


Look = Callable[..., None]


def test_an_edit_goes_live(machine: Machine, publisher: Publisher, look: Look) -> None:
    first = publisher.state
    edit(machine.config, OLD, NEW)
    look()
    assert publisher.state.live != first.live
    assert publisher.state.as_written
    assert read_state(machine.folder) == publisher.state
    assert machine.store.get(publisher.state.live) is not None
    assert machine.store.get(first.live) is not None


def test_what_is_refused_is_told_and_the_last_good_plan_stays(
    machine: Machine, publisher: Publisher, look: Look
) -> None:
    good = publisher.state.live
    edit(machine.config, OLD, "person: nobody-at-all")
    look()
    assert publisher.state.live == good
    assert not publisher.state.as_written
    assert publisher.state.problems[0].startswith("config/dialogs.yaml:3: there is no queue")
    edit(machine.config, "person: nobody-at-all", NEW)
    look()
    assert publisher.state.as_written
    assert publisher.state.live != good


# Not only what cannot be compiled: everything that the proof calls an error.
def test_an_error_of_the_proof_keeps_a_plan_from_going_live(
    machine: Machine, publisher: Publisher, look: Look
) -> None:
    good = publisher.state.live
    machine.prover.refuses[NEW.encode()] = "config/dialogs.yaml:3: error R403: nothing leads here"
    edit(machine.config, OLD, NEW)
    look()
    assert publisher.state.live == good
    assert publisher.state.problems == (machine.prover.refuses[NEW.encode()],)


def test_a_finding_is_logged_once(
    machine: Machine, look: Look, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(machine.config, OLD, "person: nobody-at-all")
    look(100)
    assert capsys.readouterr().out.count("there is no queue") == 1


def test_a_version_is_proven_once(machine: Machine, publisher: Publisher, look: Look) -> None:
    edit(machine.config, OLD, NEW)
    look()
    edit(machine.config, NEW, OLD)
    look()
    edit(machine.config, OLD, NEW)
    look(200)
    machine.publisher().bring_up()
    assert len(machine.prover.asked) == 2


def test_a_refusal_is_remembered_too(machine: Machine, look: Look) -> None:
    edit(machine.config, OLD, "person: nobody-at-all")
    look()
    machine.publisher().bring_up()
    assert len(machine.prover.asked) == 2


def test_a_half_written_file_waits_until_it_rests(machine: Machine, look: Look) -> None:
    path = machine.config / "dialogs.yaml"
    whole = path.read_text("utf-8")
    for part in (20, 60, 100):
        path.write_text(whole[:part], "utf-8")
        look(1)
    path.write_text(whole.replace(OLD, NEW), "utf-8")
    look()
    assert len(machine.prover.asked) == 2


def test_a_file_that_is_away_for_a_moment(
    machine: Machine, publisher: Publisher, look: Look
) -> None:
    look()  # all files are known
    path, good = machine.words / "es.ftl", publisher.state
    text = path.read_bytes()
    path.unlink()
    look(4)
    assert publisher.state == good
    path.write_bytes(text)
    look()
    assert publisher.state == good
    assert len(machine.prover.asked) == 1


def test_a_file_that_stays_away_is_missed(
    machine: Machine, publisher: Publisher, look: Look
) -> None:
    look()
    good = publisher.state.live
    (machine.config / "queues.yaml").unlink()
    look(20)
    assert publisher.state.live == good
    assert publisher.state.problems[0].startswith("config/queues.yaml: is missing")


# Size and time of change may be the same: rsync -t, a clock put back, a coarse file system.
def test_an_edit_that_leaves_size_and_time_as_they_were(
    machine: Machine, publisher: Publisher, look: Look, clock: Clock
) -> None:
    look()
    path, good = machine.config / "dialogs.yaml", publisher.state.live
    stat = path.stat()
    with path.open("r+b") as file:
        text = file.read().replace(b"person: data", b"person: fast")
        file.seek(0)
        file.write(text)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    clock.now += 60
    look()
    assert publisher.state.live == good
    assert not publisher.state.as_written


def test_a_failed_read_is_tried_again(
    machine: Machine, publisher: Publisher, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.read_bytes

    def unreadable(path: Path) -> bytes:
        if path.name == "dialogs.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    edit(machine.config, OLD, NEW)
    good = publisher.state.live
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", unreadable)
        look()
        assert publisher.state.live == good
        assert "cannot be read (Permission denied)" in publisher.state.problems[0]
    look()
    assert publisher.state.as_written
    assert publisher.state.live != good


def test_a_proof_that_breaks_off_keeps_the_last_good_plan(
    machine: Machine, publisher: Publisher, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ProofFailed("the proof of the plan broke off: MemoryError")

    good = publisher.state.live
    monkeypatch.setattr(publisher, "_prove", broken)
    edit(machine.config, OLD, NEW)
    look()
    assert publisher.state.live == good
    assert publisher.state.problems == ("the proof of the plan broke off: MemoryError",)
    monkeypatch.setattr(publisher, "_prove", machine.prover)
    look(100)  # it is tried again without another edit
    assert publisher.state.as_written


def test_nothing_ends_the_watch(
    machine: Machine, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, seen = Event(), []

    def look() -> None:
        seen.append(1)
        if len(seen) > 2:
            stop.set()
        raise RecursionError

    monkeypatch.setattr(publishing, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(publisher, "look", look)
    publisher.run(stop)
    assert len(seen) == 3


def test_a_start_with_a_broken_plan_uses_the_last_good_one(
    machine: Machine, publisher: Publisher
) -> None:
    good = publisher.state.live
    edit(machine.config, OLD, "person: [")
    state = machine.publisher().bring_up()
    assert state.live == good
    assert state.problems


def test_a_start_without_files_uses_the_last_good_one(
    machine: Machine, publisher: Publisher
) -> None:
    for path in [*machine.config.iterdir(), *machine.words.glob("*.ftl")]:
        path.unlink()
    assert machine.publisher().bring_up().live == publisher.state.live


def test_only_a_first_start_refuses(machine: Machine) -> None:
    edit(machine.config, OLD, "person: nobody-at-all")
    with pytest.raises(PlanRefused, match=r"config/dialogs\.yaml:3: there is no queue"):
        machine.publisher().bring_up()


# The whole way, with the real proof in its own process.
def test_the_shipped_plan_is_proven_elsewhere(machine: Machine) -> None:
    machine.prover = proven  # type: ignore[assignment]
    with pytest.raises(PlanRefused) as refused:  # this small plan has words for a part of it only
        machine.publisher().bring_up()
    assert ": error " in str(refused.value)
