"""Isolation: which walls this machine can give a sandbox, found out by putting them up.

Holds the limits of a sandbox too. Knows the walls by their trial alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from tensorkata.errors import MachineError
from tensorkata.protocol import observation
from tensorkata.sandbox import visible_paths
from tensorkata.sandbox.walls import bubblewrap, landlock

Level = Literal["bubblewrap", "landlock", "none"]
Choice = Literal["auto", "bubblewrap", "landlock", "none"]

SLACK_BYTES = 64 * 2**10
TRIAL_SECONDS = 20


class Limits(msgspec.Struct, frozen=True):
    """What one submission may use up; a breach is a named outcome on one check."""

    wall: float = 10.0
    total: float = 120.0
    cpu: int = 90
    memory_mb: int = 2048
    file_mb: int = 64
    folder_mb: int = 256
    entries: int = 2_000
    open_files: int = 256
    threads: int = 256
    message_bytes: int = observation.MAX_BYTES + SLACK_BYTES


class Row(NamedTuple):
    """One line of the machine's report: what was tried, if it holds, and what to type if not."""

    what: str
    ok: bool
    detail: str
    cure: str = ""


def choose(wanted: Choice = "auto") -> Level:
    """Return the level that this machine gives; MachineError where it is less than wanted."""
    if wanted == "none":
        return "none"
    inner = tried_inner()
    if not inner.ok:
        raise MachineError(INNER_MISSING.format(detail=inner.detail, cure=inner.cure))
    if wanted == "landlock":
        return "landlock"
    _, row = tried_outer()
    if row.ok:
        return "bubblewrap"
    if wanted == "bubblewrap":
        raise MachineError(OUTER_MISSING.format(detail=row.detail, cure=row.cure))
    return "landlock"


def report() -> list[Row]:
    """Return what the machine gives, one row a wall, as `kata doctor` shows it."""
    inner, (_, outer_row) = tried_inner(), tried_outer()
    return [outer_row, inner]


def outer_wall() -> bubblewrap.OuterWall:
    """Return the best outer wall that holds; MachineError where none does."""
    wall, row = tried_outer()
    if wall is None:
        raise MachineError(OUTER_MISSING.format(detail=row.detail, cure=row.cure))
    return wall


@cache
def tried_inner() -> Row:
    """Put the inner wall up in a small process and try what it forbids."""
    what = "inner wall (Landlock, seccomp)"
    if not sys.platform.startswith("linux"):
        return Row(what, ok=False, detail=f"not on {sys.platform}", cure=CURE_LINUX)
    with tempfile.TemporaryDirectory() as folder:
        said = _said(
            visible_paths.python("tensorkata.sandbox.selftest:inner"),
            visible_paths.environment(folder),
        )
    if said == "ok":
        abi = landlock.version()
        told = landlock.remark(abi)
        return Row(what, ok=True, detail=f"Landlock ABI {abi}{told and f'; {told}'}")
    cure = CURE_SECCOMP if "seccomp" in said else CURE_LANDLOCK
    return Row(what, ok=False, detail=said, cure=cure)


@cache
def tried_outer() -> tuple[bubblewrap.OuterWall | None, Row]:
    """Put the outer wall up with each binary there is; return the first that holds."""
    what, complaints = "outer wall (bubblewrap)", []
    for wall in bubblewrap.candidates() if sys.platform.startswith("linux") else []:
        said = _said(wall.command(visible_paths.python("tensorkata.sandbox.selftest:both"), 16), {})
        if said == "ok":
            closed = ", no user namespaces inside" if wall.closed else ""
            return wall, Row(what, ok=True, detail=f"{wall.binary}{closed}")
        complaints.append(said)
    first = complaints[0] if complaints else bubblewrap.NOT_FOUND
    return None, Row(what, ok=False, detail=first, cure=bubblewrap.cure(first))


def _said(command: list[str], environment: dict[str, str]) -> str:
    """Run a trial; return its word, or the last line of its complaint."""
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {TRIAL_SECONDS} s"
    except OSError as error:
        return f"{command[0]}: {error.strerror}"
    if done.returncode == 0 and done.stdout:
        return done.stdout.decode(errors="replace")
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"it ended with {done.returncode} and said nothing"


INNER_MISSING = (
    "this machine gives no inner wall around a submission ({detail}): {cure}; "
    "or, where every submission is trusted, grade with: --isolation none"
)
OUTER_MISSING = "this machine gives no outer wall around a submission ({detail}): {cure}"
CURE_LINUX = "grade on Linux 5.13 or later"
CURE_LANDLOCK = "it needs Linux 5.13 or later, started with landlock among its lsm= modules"
CURE_SECCOMP = "type: sudo apt install libseccomp2 && pip install 'tensorkata[instructor]'"
