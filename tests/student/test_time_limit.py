"""The time limit of a student's own run: what it ends, and whom it leaves alone."""

from __future__ import annotations

import bdb
import contextlib
import signal
import subprocess
import sys
import threading
import time

import pytest

from tensorkata.errors import CellTimeout
from tensorkata.student import time_limit
from tensorkata.student.time_limit import TimeLimit

SHORT = 0.3


def is_here(frame):
    """Tell whether a frame is one of this file."""
    return frame.f_code.co_filename == __file__


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Look at the code more often than for people, and run no TensorFlow."""
    monkeypatch.setattr(time_limit, "TICK", 0.02)
    monkeypatch.setattr(time_limit, "AGAIN", 0.1)
    monkeypatch.setattr(time_limit, "_cancelable", lambda: contextlib.nullcontext(lambda: None))


def spin():
    """Loop without end."""
    while True:
        pass


def sleep():
    """Wait in a system call."""
    time.sleep(60)


def stubborn():
    """Catch everything, twice."""
    for _ in range(2):
        try:
            spin()
        except BaseException:  # noqa: BLE001
            continue


@pytest.mark.parametrize("code", [spin, sleep, stubborn])
def test_code_without_end_is_ended_with_its_line(code):
    """A loop, a sleep and code that catches everything end, and Ctrl-C means what it did before."""
    before = signal.getsignal(signal.SIGINT)
    match = r"took more than 0\.3 s"
    with pytest.raises(CellTimeout, match=match) as caught, TimeLimit(SHORT).limited(is_here):
        code()
    assert caught.value.line
    assert signal.getsignal(signal.SIGINT) is before


def test_code_in_another_thread_is_ended_too():
    """Where no signal reaches the code, an exception does."""
    ends = []

    def run():
        try:
            with TimeLimit(SHORT).limited(is_here):
                spin()
        except CellTimeout as error:
            ends.append(error.line)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert ends
    assert ends[0]


def test_an_error_that_comes_of_the_interrupt_is_no_error_of_the_code():
    """TensorFlow says "cancelled" when its loop is: what a student reads is the timeout."""

    def cancelled():
        try:
            spin()
        except CellTimeout:
            raise ValueError("cancelled") from None

    with pytest.raises(CellTimeout), TimeLimit(SHORT).limited(is_here):
        cancelled()


def test_code_in_time_returns_and_raises_as_ever():
    """Neither a value nor an error of the code's own is touched; 0 is no limit."""
    for seconds in (60.0, 0.0):
        with TimeLimit(seconds).limited(is_here):
            assert sum(range(3)) == 3
        with pytest.raises(KeyError), TimeLimit(seconds).limited(is_here):
            raise KeyError


def test_ctrl_c_is_told_from_a_keyboard_interrupt_of_the_code_s():
    """The signal sets `interrupted`, even if the code catches it; the exception does not."""
    limit = TimeLimit(60.0)
    with pytest.raises(KeyboardInterrupt), limit.limited(is_here):
        raise KeyboardInterrupt
    assert not limit.interrupted

    def caught():
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
            spin()

    with pytest.raises(KeyboardInterrupt), limit.limited(is_here):
        caught()
    assert limit.interrupted


def test_a_debugger_turns_the_limit_off():
    """A line that a debugger traces may take as long as its reader."""

    class Quiet(bdb.Bdb):
        def user_line(self, frame):
            self.set_step()

    def slow():
        end = time.monotonic() + 4 * SHORT
        while time.monotonic() < end:
            pass
        return "done"

    before = sys.gettrace()
    try:
        with TimeLimit(SHORT).limited(is_here):
            assert Quiet().runcall(slow) == "done"
    finally:
        sys.settrace(before)


STUCK = """
import contextlib, ctypes, os
from tensorkata.student import time_limit
from tensorkata.student.time_limit import TimeLimit
time_limit._cancelable = lambda: contextlib.nullcontext(lambda: None)
time_limit.TICK = time_limit.AGAIN = 0.05
time_limit.GRACE = 0.3
def end(why):
    print(why, flush=True)
    os._exit(3)
def stubborn():
    mutex = ctypes.create_string_buffer(64)
    ctypes.CDLL(None).pthread_mutex_lock(mutex)
    ctypes.CDLL(None).pthread_mutex_lock(mutex)
with TimeLimit(0.2, end).limited(lambda frame: frame.f_code.co_name == "stubborn"):
    stubborn()
"""


def test_code_that_nothing_ends_is_given_up():
    """C code that comes back to no interrupt is given up, with the line that called it."""
    done = subprocess.run(
        [sys.executable, "-c", STUCK], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 3, done.stderr
    assert "still running after 0.2 s, at line 14, in code that nothing can stop" in done.stdout


CANCELLED = """
import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import tensorflow as tf
from tensorkata.student import time_limit
from tensorkata.errors import CellTimeout
@tf.function
def loop(x):
    while x > 0:
        x = x + 1.0
    return x
def endless():
    for _ in tf.data.Dataset.range(3).repeat():
        pass
for code in (lambda: loop(tf.constant(1.0)), endless):
    try:
        with time_limit.TimeLimit(0.5).limited(lambda _: False):
            code()
    except CellTimeout:
        print("ended")
print(float(tf.function(lambda x: x + 1)(tf.constant(1.0))))
"""


@pytest.mark.slow
def test_a_loop_in_a_graph_and_a_data_set_without_end_are_ended(tmp_path):
    """TensorFlow's own loop is cancelled, and what runs after it works."""
    path = tmp_path / "loops.py"  # AutoGraph reads the source of a function
    path.write_text(CANCELLED)
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, check=False, timeout=240
    )
    assert done.stdout.split() == ["ended", "ended", "2.0"], done.stderr
