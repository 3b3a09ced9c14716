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
        self.interrupted = False
        self._seconds = seconds
        self._give_up = give_up
        self._lock = threading.Lock()
        self._is_open = False
        self._has_rung = False
        self._over: CellTimeout | None = None

    @contextlib.contextmanager
    def limited(self, is_own: IsOwn) -> Iterator[None]:
        """Raise CellTimeout in the code below when the time is up, KeyboardInterrupt at Ctrl-C.

        Either comes at the end of the code, too, if the code has caught it.
        """
        is_main = threading.current_thread() is threading.main_thread()
        done, before = threading.Event(), signal.getsignal(signal.SIGINT)
        self._over = None
        with _cancelable() as cancel:
            watched = threading.get_ident(), is_own, cancel, done
            try:
                self._is_open = True
                if is_main:
                    signal.signal(signal.SIGINT, self._hear)
                if self._seconds:
                    threading.Thread(target=self._watch, args=watched, daemon=True).start()
                yield
            except BaseException:
                if not (self._over or self.interrupted):
                    raise  # otherwise it came of being interrupted, whatever it is
            finally:
                with self._lock:
                    self._is_open = False
                done.set()
                self._settle(is_main=is_main)
                if is_main:
                    signal.signal(signal.SIGINT, before or signal.default_int_handler)
        if self.interrupted:
            raise KeyboardInterrupt
        if self._over:
            raise self._over

    def _hear(self, *_: object) -> None:
        """Take a SIGINT: the watchman's own, or a Ctrl-C."""
        if self._has_rung:
            self._has_rung = False
            if self._is_open:
                raise CellTimeout
            return
        self.interrupted = True
        raise KeyboardInterrupt

    def _watch(
        self, code: int, is_own: IsOwn, cancel: Callable[[], None], done: threading.Event
    ) -> None:
        """Look after the code that a thread runs, until it is done."""
        ring_at = time.monotonic() + self._seconds
        last = ring_at + GRACE
        while not done.wait(TICK):
            frame, now = sys._current_frames().get(code), time.monotonic()  # noqa: SLF001
            if _is_debugged(frame):
                return
            if self.interrupted:
                last = min(last, now + GRACE)
            if now >= last and self._give_up:
                self._give_up(told(SLOW, self._seconds, _line(frame, is_own)) + STUCK)
                return
            if now >= ring_at:
                ring_at = now + AGAIN
                seconds, line = self._seconds, _line(frame, is_own)
                self._over = self._over or CellTimeout(TOOK.format(seconds=seconds), seconds, line)
                cancel()
                self._ring(code)

    def _ring(self, code: int) -> None:
        """Interrupt the code: in the main thread by a signal, which ends a sleep too."""
        with self._lock:
            if not self._is_open:
                return
            if code == threading.main_thread().ident:
                self._has_rung = True
                _raise_in_main(code)
            else:
                _raise_in(code, CellTimeout)

    def _settle(self, *, is_main: bool) -> None:
        """Wait for an interrupt that is still on its way: it must not hit what comes next."""
        if not is_main:
            _raise_in(threading.get_ident(), None)
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


def _raise_in(code: int, error: type[BaseException] | None) -> None:
    """Raise an exception in a thread at its next instruction, or take back one that waits there."""
    what = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(code), what)


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
    ", in code that nothing can stop from outside: one op of TensorFlow, a function compiled by"
    " XLA, or another library's C code"
)
