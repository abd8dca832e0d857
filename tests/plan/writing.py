"""A small plan to be spoiled: three files that load, with one change at a time."""

from __future__ import annotations

from pathlib import Path

from ivr.engine.kinds.registry import KINDS
from ivr.errors import ConfigError
from ivr.plan.call_plan import CallPlan
from ivr.plan.compile import compile_plan
from ivr.plan.load import load
from ivr.plan.snapshot import take
from ivr.plan.written import Written
from prompts.catalog import Catalog

COUNTRIES = """\
AR:
  name: Argentina
  timezone: America/Argentina/Buenos_Aires
  languages: [es-AR, en]
  holidays: AR
  callback_from: +54 11 5170-5383
  support: support-menu
  numbers:
    0800-800-5383:    {kind: toll-free, answers: support-menu}
    +54-11-5170-5383: {kind: local, answers: support-menu}
"""
DIALOGS = """\
support-menu:
  greeting: greeting-support
  person: data
  menu:
    1: {offer: data-voice-internet, then: incident, queue: data}
    0: {offer: a-person, queue: reception}
incident:
  form:
    severity:   {choose: {1: out-of-service, 2: service-affected}}
    circuit_id: {code: {min: 4, max: 20}, confirm: yes, when: severity == out-of-service}
  then: [ticket, queue]
callback:
  form:
    callback: {phone: caller, confirm: yes}
  then: [ticket, goodbye]
message:
  form:
    message: {record: {seconds: 60}}
  then: [ticket, goodbye]
"""
QUEUES = """\
data:
  hours: always
  overflow:
    - {after: 180s, to: [callback, message]}
reception:
  default: yes
  hours: {mon-fri: "09:00-18:00", holidays: closed}
  handover: {dial: [+54 11 5170-5383, sip:noc@example.com], ring: 25s}
  overflow:
    - {when: closed, to: data}
"""
FILES = {"countries.yaml": COUNTRIES, "dialogs.yaml": DIALOGS, "queues.yaml": QUEUES}
WORDS = Catalog({"es": "hello = Hola\n"}, frozenset())


def write(folder: Path, **files: str) -> Path:
    """The three files in ``folder``, with ``countries=…`` and the like in place of ours."""
    config = folder / "config"
    config.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (config / name).write_text(files.get(name.removesuffix(".yaml"), text), "utf-8")
    if "closures" in files:
        (config / "closures.yaml").write_text(files["closures"], "utf-8")
    return config


def written(config: Path) -> Written:
    """The files of a folder as they are read; no words beside them."""
    return load(take(config, config), KINDS)


def plan_of(folder: Path, **files: str) -> CallPlan:
    return compile_plan(written(write(folder, **files)), "0123456789ab", WORDS, KINDS)


def complaints(folder: Path, **files: str) -> list[str]:
    """What is said of the files, one line a problem; none if they load."""
    try:
        plan_of(folder, **files)
    except ConfigError as error:
        return [str(problem) for problem in error.problems]
    return []


def edit(config: Path, old: str, new: str, name: str = "dialogs.yaml") -> None:
    """Replace some text of a file, as an admin would."""
    path = config / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
