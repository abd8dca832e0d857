"""A carrier's whole plan is proved in less than a minute."""

from __future__ import annotations

import time
from pathlib import Path

from ivr.check import check
from ivr.plan.versions import WORDS
from ivr.settings import PACKAGE_ROOT
from tests.check.plans import TODAY, Copied, copied

NUMBERS, SETS = 1000, 11  # a set is a menu, two forms and two lines
_MENU = """
menu-{n}:
  greeting: greeting-support
  person: data
  menu:
    1: {{offer: data-voice-internet, then: fault-{n}, queue: data}}
    2: {{offer: network-management, then: fault-{n}, queue: nm}}
    3: {{offer: billing-and-portal, then: money-{n}, queue: billing}}
    0: other-requests

fault-{n}:
  form:
    severity:
      choose: {{1: out-of-service, 2: service-affected, 3: not-affected}}
      prompt: incident-severity
      urgent: [out-of-service]
    circuit_id:
      code: {{min: 4, max: 20}}
      confirm: yes
      optional: yes
      prompt: incident-circuit-id
    recording: {{consent: recording}}
    description: {{speech: {{seconds: 60}}, record: if-consented, prompt: incident-description}}
    access: {{yes_no: site-open-now, when: severity != not-affected}}

money-{n}:
  form:
    topic: {{choose: {{1: invoice-question, 2: portal-access}}, prompt: billing-topic}}
    account: {{digits: {{min: 4, max: 15}}, confirm: yes, optional: yes, prompt: billing-account}}
    callback: {{phone: caller, confirm: yes, prompt: ask-callback}}

line-{n}:
  goto: {{then: fault-{n}, queue: data}}

desk-{n}:
  goto: {{queue: nm}}
"""


def large(plan: Copied) -> None:
    """Add dialogs, and numbers of two countries that reach them all."""
    dialogs = plan.file("dialogs.yaml")
    added = "".join(_MENU.format(n=n) for n in range(SETS))
    dialogs.write_text(dialogs.read_text("utf-8") + added, "utf-8")
    kinds = [f"{kind}-{n}" for n in range(SETS) for kind in ("menu", "line", "desk")]
    for after, prefix in (
        ("    +54-11 5170-0000:", "+54 11 5170-"),
        ("    +55-11 3957-1900:", "+55 11 3957-"),
    ):
        lines = [
            f"    {prefix}{4000 + n}: {{kind: direct, answers: {kinds[n % len(kinds)]}}}"
            for n in range(NUMBERS // 2)
        ]
        plan.change("countries.yaml", after, "\n".join([*lines, after]))


def test_a_large_plan_is_proved_in_a_minute(tmp_path: Path) -> None:
    plan = copied(tmp_path, PACKAGE_ROOT / "config", WORDS)
    large(plan)
    began = time.process_time()
    report = check(plan.config, plan.words, TODAY)
    assert time.process_time() - began < 60
    assert report.plan is not None
    assert len(report.plan.numbers) > NUMBERS
    assert len(report.plan.openings) > 50
    assert report.errors == ()
