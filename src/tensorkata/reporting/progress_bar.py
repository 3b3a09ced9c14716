"""The progress of a run over a class: a bar on a terminal, elsewhere a line per submission."""

from __future__ import annotations

from typing import IO, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tensorkata.reporting.class_figures import remark
from tensorkata.reporting.terminal import make_console
from tensorkata.results import SubmissionResult
from tensorkata.text import clean


class Meter:
    """Show the submissions of a run as they are graded; use it as a context manager."""

    def __init__(self, total: int, out: IO[str]) -> None:
        self._console = make_console(out)
        self._total = total
        self.done = 0
        self._bar = _bar(self._console) if self._console.is_terminal else None
        self._task = self._bar.add_task(STARTING, total=total) if self._bar else None

    def known(self, result: SubmissionResult) -> None:
        """Count a result from before; it does not count towards the speed."""
        self._count(result)
        if self._bar is not None and self._task is not None:
            self._bar.reset(self._task, completed=self.done)

    def graded(self, result: SubmissionResult) -> None:
        """Count a new result."""
        self._count(result)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self.done, description="grading")

    def told(self, text: str) -> None:
        """Show a line above the bar."""
        self._console.print(clean(text), markup=False, style="yellow")

    def _count(self, result: SubmissionResult) -> None:
        self.done += 1
        note = f"  {clean(remark(result))}" if remark(result) else ""
        if self._bar is None or note:
            counted = f"{self.done}/{self._total}  {clean(result.student)}"
            has_points = result.judged and result.max_points
            points = f"{result.points:g} / {result.max_points:g}" if has_points else "-"
            text = f"{counted}: {points}  {result.seconds:.2f} s"
            self._console.print(f"{text}{note}", markup=False)

    def __enter__(self) -> Self:
        """Show the bar, if there is one."""
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the bar; the lines above it stay."""
        if self._bar is not None:
            self._bar.stop()


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        expand=True,
        refresh_per_second=4,
    )


STARTING = "starting the sandbox"
