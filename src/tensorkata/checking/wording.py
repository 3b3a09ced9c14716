"""The words for a check's end, found under guard: a failure to find them leaves the bare ones.

What came back may bring down, or hold up, whatever describes it. So the search for words has a
share of processor time, and any end of it that brings none is no end of the check.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from tensorkata.errors import WordingTimeout

SHARE = 1.0  # seconds of processor time; the slowest honest message takes some hundredths
Words = TypeVar("Words")


def guarded(find: Callable[[], Words], bare: Words) -> Words:
    """Return what is found; the bare words if the search fails or takes more than its share."""
    try:
        with _share():
            return find()
    except (Exception, WordingTimeout):  # noqa: BLE001 - whatever a hostile answer brings down
        return bare


@contextlib.contextmanager
def _share() -> Iterator[None]:
    """Raise WordingTimeout after the share, again and again; only a main thread can be stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, SHARE, SHARE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)


def _ring(*_: object) -> None:
    raise WordingTimeout
