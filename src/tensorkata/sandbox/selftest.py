"""The self-test of the walls: put them up around this process, then try what they should stop.

Runs in a small separate process, without TensorFlow and NumPy. It prints one line, `ok` or what
went wrong; its caller is isolation.py. A submission gets the same inner wall.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tensorkata.limits import Level
from tensorkata.sandbox import visible_paths
from tensorkata.sandbox.walls import wall


def inner() -> None:
    """Try the inner wall by itself."""
    sys.stdout.write(_denied("landlock") or _wrong() or "ok")


def both() -> None:
    """Try the outer wall, which is around this process already, and the inner wall inside it."""
    sys.stdout.write(_seen() or _denied("bubblewrap") or _wrong() or "ok")


def enter(level: Level) -> None:
    """Put up the inner wall as a child of the zygote does, around a folder of its own."""
    base = tempfile.gettempdir()
    own = Path(base, OWN)
    own.mkdir()
    wall.prepare(level, base).enter(str(own))


def _denied(level: Level) -> str | None:
    """Return why the inner wall cannot be put up; put it up if it can."""
    try:
        enter(level)
    except (ImportError, RuntimeError, OSError) as error:
        return str(error)
    return None


def _seen() -> str | None:
    """Return the parts of the machine that can still be seen from behind the outer wall."""
    if Path("/home").exists() or Path("/etc/passwd").exists():
        return "files of the machine are still there"
    if sum(name.isdigit() for name in os.listdir("/proc")) > len(("bubblewrap", "this process")):
        return "processes of the machine are still there"
    return None


def _wrong() -> str | None:
    """Return what should be forbidden but is possible, and what is needed but is not possible."""
    wrong = [f"{what} is still possible" for what, attempt in FORBIDDEN if _succeeds(attempt)]
    wrong += [f"{what} is not possible" for what, attempt in NEEDED if not _succeeds(attempt)]
    return "; ".join(wrong)


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _read_the_course() -> None:
    """Read a folder of an installed course; OSError if all are closed or there is none."""
    for folder in visible_paths.hidden():
        if os.listdir(folder):
            return
    raise FileNotFoundError


OWN = "own"
FORBIDDEN: tuple[tuple[str, Callable[[], object]], ...] = (
    ("reading /etc", lambda: os.listdir("/etc")),
    ("reading the course", _read_the_course),
    ("writing elsewhere", lambda: Path(tempfile.gettempdir(), "elsewhere").touch()),
    ("opening a socket", lambda: socket.socket().close()),
    ("signalling another process", lambda: os.kill(os.getppid(), 0)),
    ("starting a process", lambda: os.fork() or os._exit(0)),
)
NEEDED: tuple[tuple[str, Callable[[], object]], ...] = (
    ("writing a file", lambda: Path(tempfile.gettempdir(), OWN, "file").write_bytes(b"own")),
    ("writing to /dev/null", lambda: Path(os.devnull).write_bytes(b"own")),
    ("reading /dev/urandom", lambda: Path("/dev/urandom").open("rb").close()),
    ("reading Python's library", lambda: Path(os.__file__).read_bytes()),
)
