"""Isolation: find out which walls this machine can give a sandbox, by putting them up.

Knows about the walls only what the self-test reports.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import cache
from typing import NamedTuple

from tensorkata.errors import MachineError
from tensorkata.limits import Choice, Level
from tensorkata.sandbox import visible_paths
from tensorkata.sandbox.walls import bubblewrap, landlock

SELFTEST_SECONDS = 20


class Tried(NamedTuple):
    """A wall that was tried on this machine, whether it holds, and what to type if not."""

    what: str
    ok: bool
    detail: str
    cure: str = ""


def choose(wanted: Choice = "auto") -> Level:
    """Return the level that this machine gives; MachineError if it is lower than wanted."""
    if wanted == "none":
        return "none"
    inner = tried_inner()
    if not inner.ok:
        raise MachineError(INNER_MISSING.format(detail=inner.detail, cure=inner.cure))
    if wanted == "landlock":
        return "landlock"
    _, tried = tried_outer()
    if tried.ok:
        return "bubblewrap"
    if wanted == "bubblewrap":
        raise MachineError(OUTER_MISSING.format(detail=tried.detail, cure=tried.cure))
    return "landlock"


def tried_walls() -> list[Tried]:
    """Return what the machine gives: the outer wall, then the inner one."""
    inner, (_, outer) = tried_inner(), tried_outer()
    return [outer, inner]


def outer_wall() -> bubblewrap.OuterWall:
    """Return the best outer wall that holds; MachineError if none does."""
    wall, tried = tried_outer()
    if wall is None:
        raise MachineError(OUTER_MISSING.format(detail=tried.detail, cure=tried.cure))
    return wall


@cache
def tried_inner() -> Tried:
    """Put up the inner wall in a small process and try what it forbids."""
    what = "inner wall (Landlock, seccomp)"
    if not sys.platform.startswith("linux"):
        return Tried(what, ok=False, detail=f"not on {sys.platform}", cure=CURE_LINUX)
    with tempfile.TemporaryDirectory() as folder:
        said = answer_of(
            visible_paths.python("tensorkata.sandbox.selftest:inner"),
            visible_paths.environment(folder),
        )
    if said == "ok":
        abi = landlock.version()
        told = landlock.remark(abi)
        return Tried(what, ok=True, detail=f"Landlock ABI {abi}{told and f'; {told}'}")
    cure = CURE_SECCOMP if "seccomp" in said else CURE_LANDLOCK
    return Tried(what, ok=False, detail=said, cure=cure)


@cache
def tried_outer() -> tuple[bubblewrap.OuterWall | None, Tried]:
    """Put up the outer wall with each binary in turn; return the first that holds."""
    what, complaints = "outer wall (bubblewrap)", []
    for wall in bubblewrap.candidates() if sys.platform.startswith("linux") else []:
        said = answer_of(
            wall.command(visible_paths.python("tensorkata.sandbox.selftest:both"), 16), {}
        )
        if said == "ok":
            closed = ", no user namespaces inside" if wall.closed else ""
            return wall, Tried(what, ok=True, detail=f"{wall.binary}{closed}")
        complaints.append(said)
    first = complaints[0] if complaints else bubblewrap.NOT_FOUND
    return None, Tried(what, ok=False, detail=first, cure=bubblewrap.cure(first))


def answer_of(
    command: list[str], environment: dict[str, str], seconds: float = SELFTEST_SECONDS
) -> str:
    """Run a self-test; return what it says, or the last line of its complaint."""
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {seconds:g} s"
    except OSError as error:
        return f"{command[0]}: {error.strerror}"
    if done.returncode == 0 and done.stdout:
        return done.stdout.decode(errors="replace")
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"it ended with {done.returncode} and said nothing"


INNER_MISSING = (
    "this machine gives no inner wall around a submission ({detail}): {cure}; "
    "or, if every submission is trusted, grade with: --isolation none"
)
OUTER_MISSING = "this machine gives no outer wall around a submission ({detail}): {cure}"
CURE_LINUX = "grade on Linux 5.13 or later"
CURE_LANDLOCK = "it needs Linux 5.13 or later, started with landlock among its lsm= modules"
CURE_SECCOMP = "type: sudo apt install libseccomp2 && pip install 'tensorkata[instructor]'"
