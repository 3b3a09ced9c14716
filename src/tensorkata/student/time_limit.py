"""The time that a student's code may take in this process, and what Ctrl-C means meanwhile.

While the code runs, a thread looks after it. When the time is up it interrupts the code, again and
again if the code catches that too, and cancels TensorFlow's running function: a loop in a graph
ends. Nothing can interrupt a single op, a function compiled by XLA or other C code before it
returns: then the run is given up. While a debugger is in use there is no limit.
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from typing import Any

from tensorkata.errors import CellTimeout
from tensorkata.student.raised import IsOwn

SECONDS = 15.0  # of a probe, or of a cell
GRACE = 5.0  # seconds in which interrupted code must end
TICK, AGAIN = 0.2, 1.0  # seconds between two looks at the code, and between two interrupts
DEBUGGERS = {"bdb", "pdb", "ipdb", "pudb", "debugpy", "pydevd", "_pydevd_bundle"}


class TimeLimit:
    """Limit the code of one run; 0 seconds are no limit. Ctrl-C alone sets `interrupted`.

    `give_up` is called in another thread, with what to say, if code does not end when it is
    interrupted; it should end the process.
    """

    def __init__(self, seconds: float, give_up: Callable[[str], None] | None = None) -> None:
        self.seconds = seconds
        self.give_up = give_up
        self.interrupted = False

    def limited(self, is_own: IsOwn) -> contextlib.AbstractContextManager[None]:
        """Raise CellTimeout in the code below when the time is up, KeyboardInterrupt at Ctrl-C.

        Either comes at the end of the code, too, if the code has caught it.
        """
        return _Limited(self, is_own)


class _Limited(contextlib.AbstractContextManager[None]):
    """Limit one piece of code. An interrupt in this class's own lines is ignored."""

    def __init__(self, limit: TimeLimit, is_own: IsOwn) -> None:
        self._limit = limit
        self._is_own = is_own
        self._lock = threading.Lock()
        self._is_open = True
        self._has_rung = False
        self._over: CellTimeout | None = None
        self._done = threading.Event()
        self._code = threading.get_ident()
        self._is_main = threading.current_thread() is threading.main_thread()
        self._before: Any = None
        self._tensorflow = contextlib.ExitStack()

    def __enter__(self) -> None:
        """Begin to look after the code."""
        self._cancel = self._tensorflow.enter_context(_cancelable())
        if self._is_main:
            self._before = signal.signal(signal.SIGINT, self._hear)
        if self._limit.seconds:
            threading.Thread(target=self._watch, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        """Let go of the code; raise what ended it."""
        try:
            self._close()
        except CellTimeout:  # only outside of the main thread can it come here
            self._close()
        if self._is_main:
            signal.signal(signal.SIGINT, self._before or signal.default_int_handler)
        self._tensorflow.close()
        if self._limit.interrupted:
            raise KeyboardInterrupt
        if self._over:
            raise self._over

    def _hear(self, _: int, frame: types.FrameType | None) -> None:
        """Take a SIGINT: the watchman's own, or a Ctrl-C."""
        is_here = frame is not None and frame.f_code.co_filename == __file__
        if not self._has_rung:
            self._limit.interrupted = True
            if not is_here:
                raise KeyboardInterrupt
        self._has_rung = False
        if self._is_open and not is_here:
            raise CellTimeout

    def _watch(self) -> None:
        """Look after the code until it is done."""
        seconds = self._limit.seconds
        ring_at = time.monotonic() + seconds
        last = ring_at + GRACE
        while not self._done.wait(TICK):
            frame, now = sys._current_frames().get(self._code), time.monotonic()  # noqa: SLF001
            if _is_debugged(frame):
                return
            if self._limit.interrupted:
                last = min(last, now + GRACE)
            if now >= last and self._limit.give_up:
                self._limit.give_up(told(SLOW, seconds, _line(frame, self._is_own)) + STUCK)
                return
            if now >= ring_at:
                ring_at, line = now + AGAIN, _line(frame, self._is_own)
                self._over = self._over or CellTimeout(TOOK.format(seconds=seconds), seconds, line)
                self._cancel()
                self._ring()

    def _ring(self) -> None:
        """Interrupt the code: in the main thread by a signal, which ends a sleep too."""
        with self._lock:
            if not self._is_open:
                return
            self._has_rung = True
            if self._is_main:
                _raise_in_main(self._code)
            else:
                _raise_in(self._code)

    def _close(self) -> None:
        """End the watch, and wait for an interrupt on its way: it must not hit what comes next."""
        with self._lock:
            self._is_open = False
        self._done.set()
        if self._has_rung and not self._is_main:
            with contextlib.suppress(CellTimeout):
                _raise_in(self._code)  # takes the place of one that has not come yet
                while True:
                    time.sleep(0)
            self._has_rung = False
        while self._has_rung:
            time.sleep(0)


def told(words: str, seconds: float, line: int) -> str:
    """Return words for code that takes too long, with its line if it is known."""
    return words.format(seconds=seconds) + (f", at line {line}" if line else "")


def _line(frame: types.FrameType | None, is_own: IsOwn) -> int:
    """Return the line of the student's own code that a thread is on; 0 if it is on none."""
    while frame and not is_own(frame):
        frame = frame.f_back
    return frame.f_lineno if frame else 0


def _raise_in_main(code: int) -> None:
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
    else:
        signal.pthread_kill(code, signal.SIGINT)


def _raise_in(code: int) -> None:
    """Raise CellTimeout in a thread at its next instruction."""
    error = ctypes.py_object(CellTimeout)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(code), error)


def _is_debugged(frame: types.FrameType | None) -> bool:
    """Tell whether a debugger runs the code, traces it or waits in it for a key."""
    debugger: Any = getattr(sys.modules.get("bdb"), "Bdb", ())
    while frame:
        if str(frame.f_globals.get("__name__")).partition(".")[0] in DEBUGGERS:
            return True
        if isinstance(getattr(frame.f_trace, "__self__", None), debugger):
            return True
        frame = frame.f_back
    return False


@contextlib.contextmanager
def _cancelable() -> Iterator[Callable[[], None]]:
    """Run TensorFlow's functions so that they can be cancelled; yield what does it."""
    try:
        from tensorflow.python.eager import cancellation
    except ImportError:  # another TensorFlow has it elsewhere
        yield lambda: None
        return
    manager = cancellation.CancellationManager()
    with cancellation.CancellationManagerContext(manager):
        yield manager.start_cancel


TOOK = "took more than {seconds:g} s"
SLOW = "still running after {seconds:g} s"
STUCK = (
    ", in code that nothing can stop\n"
    "  (one op of TensorFlow, a function compiled by XLA, or another library's C code)"
)
