"""How far a run over a class is: a bar on a terminal, a line for each submission elsewhere."""

from __future__ import annotations

import time
from collections import deque
from typing import IO, Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tensorkata.reporting.terminal import clean, make_console, remark
from tensorkata.results import SubmissionResult

WINDOW = 50  # of the last submissions, by which the rate is told


class Meter:
    """Show the submissions of a run as they are done; use it as a context manager."""

    def __init__(self, total: int, out: IO[str]) -> None:
        self._console = make_console(out)
        self._total = total
        self.done = 0
        self._ends: deque[float] = deque(maxlen=WINDOW)
        self._bar = _bar(self._console) if self._console.is_terminal else None
        self._task = self._bar.add_task(STARTING, total=total, pace="") if self._bar else None

    def known(self, result: SubmissionResult) -> None:
        """Count what was graded before."""
        self._count(result)

    def graded(self, result: SubmissionResult) -> None:
        """Count what has just been graded, and how fast that goes."""
        self._ends.append(time.monotonic())
        self._count(result)

    def told(self, text: str) -> None:
        """Show a line above the bar."""
        self._console.print(clean(text), markup=False, style="yellow")

    def _count(self, result: SubmissionResult) -> None:
        self.done += 1
        note = f"  {clean(remark(result))}" if remark(result) else ""
        if self._bar is None or note:
            counted = f"{self.done}/{self._total}  {clean(result.student)}"
            text = f"{counted}: {result.points:g} / {result.max_points:g}  {result.seconds:.2f} s"
            self._console.print(f"{text}{note}", markup=False)
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task,
                completed=self.done,
                description="grading" if self._ends else STARTING,
                pace=self._pace(),
            )

    def _pace(self) -> str:
        """Return the rate and the time that is left, as far as they are known."""
        if len(self._ends) < 2 or self._ends[-1] == self._ends[0]:  # noqa: PLR2004 - two ends, one gap
            return ""
        rate = (len(self._ends) - 1) / (self._ends[-1] - self._ends[0])
        minutes, seconds = divmod(round((self._total - self.done) / rate), 60)
        left = f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
        return f"{60 * rate:.0f} a minute, {left} left"

    def __enter__(self) -> Self:
        """Show the bar, where there is one."""
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away; what is above it stays."""
        if self._bar is not None:
            self._bar.stop()


def _bar(console: Console) -> Any:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn(" {task.fields[pace]}"),
        console=console,
        transient=True,
        expand=True,
        refresh_per_second=4,
    )


STARTING = "starting the sandbox"
