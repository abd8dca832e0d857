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
from collections.abc import Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int, how: signal.Signals) -> None:
    """Have ``how`` sent to this process when the *thread* that started it ends.

    Exits at once if that was too late: the process ``parent`` is gone already.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


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
