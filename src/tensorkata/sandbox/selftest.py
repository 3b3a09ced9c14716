"""The trial of the walls: set them up in this process, then try what they must forbid.

Runs in a small process of its own, without TensorFlow and NumPy. It prints one line, `ok` or what
went wrong; its caller is isolation.py.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tensorkata.sandbox import visible_paths
from tensorkata.sandbox.walls import landlock


def inner() -> None:
    """Try the inner wall alone."""
    sys.stdout.write(_entered() or _possible() or "ok")


def both() -> None:
    """Try the outer wall, which stands around this process already, and the inner one in it."""
    sys.stdout.write(_seen() or _entered() or _possible() or "ok")


def _entered() -> str | None:
    """Set up the inner wall; return why it cannot be."""
    own = Path(tempfile.gettempdir(), "own")
    own.mkdir()
    try:
        rules = landlock.ruleset((*visible_paths.readable(), *visible_paths.PROCESS), [str(own)])
        from tensorkata.sandbox.walls import seccomp

        program = seccomp.compiled()
        landlock.enter(rules)
        seccomp.drop_capabilities()
        seccomp.enter(program)
        Path(own, "file").write_text("own", encoding="utf-8")
    except (ImportError, RuntimeError, OSError) as error:
        return str(error)
    return None


def _seen() -> str | None:
    """Return what of the machine is still to be seen from behind the outer wall."""
    if Path("/home").exists() or Path("/etc/passwd").exists():
        return "files of the machine are still there"
    if sum(name.isdigit() for name in os.listdir("/proc")) > len(("bubblewrap", "this process")):
        return "processes of the machine are still there"
    return None


def _possible() -> str | None:
    """Return what should be forbidden and is not."""
    return "; ".join(
        f"{what} is still possible" for what, attempt in FORBIDDEN if _succeeds(attempt)
    )


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


FORBIDDEN: tuple[tuple[str, Callable[[], object]], ...] = (
    ("reading /etc", lambda: os.listdir("/etc")),
    ("writing elsewhere", lambda: Path(tempfile.gettempdir(), "elsewhere").touch()),
    ("opening a socket", lambda: socket.socket().close()),
    ("signalling another process", lambda: os.kill(os.getppid(), 0)),
    ("starting a process", lambda: os.fork() or os._exit(0)),
)
