"""A child process that ends with its parent, even when that is killed with SIGKILL.

On Linux the kernel sends the signal (prctl(2), PR_SET_PDEATHSIG), so a child that hangs or is
stopped is no exception. Elsewhere nothing is done, and a child must notice by itself.

As a script it becomes another program: ``python tether.py PARENT SIGNAL PROGRAM ARGUMENTS…``.
It starts without site-packages, in some 20 ms.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

# prctl(2)
_PDEATHSIG, _NAME, _SUBREAPER = 1, 15, 36
_ADOPTED_SECONDS = 2.0


def end_with_parent(parent: int, how: signal.Signals) -> None:
    """Have ``how`` sent to this process when the *thread* that started it, or took it in, ends.

    Exits if ``parent`` is not, and within two seconds does not become, its parent.
    """
    deadline = time.monotonic() + _ADOPTED_SECONDS
    while os.getppid() != parent and time.monotonic() < deadline:
        time.sleep(0.001)
    _prctl(_PDEATHSIG, int(how))
    if os.getppid() != parent:
        sys.exit(1)


def take_in_orphans() -> bool:
    """Have processes that our children leave behind become ours; False where that cannot be."""
    return _prctl(_SUBREAPER, 1)


def call_it(name: str) -> None:
    """What this process is called in lists of processes; 15 characters at most."""
    _prctl(_NAME, name.encode())


def _prctl(option: int, value: int | bytes) -> bool:
    if sys.platform != "linux":
        return False
    return int(ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)) == 0


def tethered(command: Sequence[str], how: signal.Signals) -> list[str]:
    """``command``, to be started by this process, and to end with it."""
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).resolve())]
    return [*launcher, str(os.getpid()), str(int(how)), *command]


def _become(arguments: Sequence[str]) -> None:
    parent, how, program = int(arguments[0]), signal.Signals(int(arguments[1])), list(arguments[2:])
    end_with_parent(parent, how)
    os.execv(program[0], program)  # noqa: S606 - who started us chose the program


if __name__ == "__main__":
    _become(sys.argv[1:])
