"""The deadline of a submission: its checks end when the judge has worked on it for too long.

It ends what runs past it in a fork of the judge, so that what was graded before keeps its points.
What does not even come back to Python is ended from outside (judge_process.py).
"""

from __future__ import annotations

import signal
from collections.abc import Generator
from types import FrameType

import pytest

from tensorkata.checking.outcome import Withheld
from tensorkata.checking.plugin import RAN
from tensorkata.checking.ran import Ran
from tensorkata.grading.messages import Job

SLACK = 5.0  # seconds of a judge's own beyond what its sandbox may take
AGAIN = 1.0  # seconds after which a check that has swallowed its end is ended again

Step = Generator[None, object, object]


class Deadline:
    """A plugin of pytest that ends each check, and what is before it, when the time is up."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._seconds = 0.0
        self._is_over = False
        self._is_open = False

    def of(self, job: Job) -> float:
        """Return the seconds that a job may take."""
        return min(job.seconds, self._most)

    def begin(self, job: Job) -> None:
        """Let the time of a job run, once, in the main thread of a process."""
        self._seconds = self.of(job)
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, self._seconds, AGAIN)

    def _ring(self, _: int, __: FrameType | None) -> None:
        self._is_over = True
        self._end()

    def _end(self) -> None:
        if self._is_over and self._is_open:
            raise Withheld("timeout", LATE.format(seconds=self._seconds))

    def _bounded(self) -> Step:
        self._is_open = True
        try:
            self._end()
            return (yield)
        finally:
            self._is_open = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Step:
        """End the look at the source; begin no check when the time is up."""
        item.stash.setdefault(RAN, Ran())
        return (yield from self._bounded())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Step:
        """End the check itself, with what it asks and compares."""
        return (yield from self._bounded())


LATE = "judging this file took more than {seconds:g} s"
