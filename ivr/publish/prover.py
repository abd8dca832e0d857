"""The proof in a process of its own: nothing that a file holds can take a web process with it.

Run as ``python -m ivr.publish.prover WORDS FOLDER`` with a packed snapshot on standard input; keeps
the compiled plan in FOLDER, where it is served from, and prints the proof as JSON.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from ivr.errors import IvrError
from ivr.plan.snapshot import Snapshot
from ivr.publish.proof import Proof

_SECONDS = 120.0


class ProofFailed(IvrError):
    """The proof came to no end: that is a fault of ours, or the machine's, not the plan's."""


def proven(files: Snapshot, words: Path, folder: Path) -> Proof:
    """Prove a snapshot elsewhere; ``words`` holds its recordings. Raises ProofFailed."""
    command = [sys.executable, "-m", "ivr.publish.prover", str(words), str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no text of a user's in the command
            command, input=files.pack(), capture_output=True, timeout=_SECONDS, check=True
        )
        found = json.loads(done.stdout)
        return Proof(files.version, tuple(found["errors"]), tuple(found["warnings"]))
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise ProofFailed(f"the proof of the plan broke off: {last}") from error
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise ProofFailed(f"the proof of the plan came to no end: {error}") from error


def _main(words: Path, folder: Path) -> int:
    from ivr.check import prove  # noqa: PLC0415 - a second that the asking side need not spend
    from ivr.engine.kinds.registry import KINDS  # noqa: PLC0415
    from ivr.plan.snapshot import unpack  # noqa: PLC0415
    from ivr.plan.versions import CompiledPlans  # noqa: PLC0415

    gc.disable()  # it makes much and drops little: looking for garbage costs a fifth of it
    files = unpack(sys.stdin.buffer.read())
    report = prove(files, words, datetime.now(UTC).date())
    errors = tuple(map(str, report.errors))
    warnings = tuple(str(found) for found in report.findings if found not in report.errors)
    if report.plan and not errors:
        CompiledPlans(folder, KINDS).keep(report.plan)
    print(json.dumps(asdict(Proof(files.version, errors, warnings))))
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1]), Path(sys.argv[2])))
