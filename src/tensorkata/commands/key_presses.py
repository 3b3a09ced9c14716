"""Single keys from a terminal, without Enter, on every system."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def each_key(heard: Callable[[str], None]) -> Iterator[None]:
    """Call `heard` with each key from another thread; restore the terminal at the end."""
    if not sys.stdin.isatty():
        yield
        return
    if sys.platform == "win32":
        import msvcrt

        _listen(msvcrt.getwch, heard)
        yield
        return
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    _listen(lambda: sys.stdin.read(1), heard)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _listen(read: Callable[[], str], heard: Callable[[str], None]) -> None:
    def listen() -> None:
        while key := read():
            heard(key)

    threading.Thread(target=listen, daemon=True).start()
