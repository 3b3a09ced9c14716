"""`check("Linear")` and `show("Linear")` in a notebook, on the notebook's own namespace, in place.

`check` runs the visible checks. The result's text is the points as a plain float, which nbgrader
reads as partial credit; its HTML is the readable report. Nothing goes to stderr, which would cost
the points there.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from tensorkata.checking.draw_looks import Picture, draw_looks, looks_asked
from tensorkata.checking.local_run import draw_seed, remember, run_locally
from tensorkata.course import find_course
from tensorkata.errors import StoppedError, UsageError
from tensorkata.reporting.board import after_run
from tensorkata.reporting.cell_report import as_html
from tensorkata.reporting.look_page import as_figure
from tensorkata.reporting.terminal import as_text
from tensorkata.reporting.visible import visible
from tensorkata.results import ExerciseResult
from tensorkata.student.local_carrier import silent


class Graded:
    """The result of one exercise. Its repr is just the points."""

    def __init__(
        self, topic: str, result: ExerciseResult, seed: int, after: Sequence[str] = ()
    ) -> None:
        self.topic = topic
        self.result = result
        self.seed = seed
        self.after = after  # what a report ends with: the board's line, what is next

    def __float__(self) -> float:
        """Return the points, between 0 and the maximum of the visible checks."""
        return float(min(max(self.result.points, 0.0), self.result.max_points))

    def __repr__(self) -> str:
        """Return the points as a plain float."""
        return repr(float(self))

    def _repr_html_(self) -> str:
        return as_html(self.topic, visible(self.result), self.seed, self.after)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001 - IPython's form
        """Show the report in a terminal, which has no HTML; in a notebook show the points."""
        terminal = type(_shell()).__name__ == "TerminalInteractiveShell"
        printer.text(self.as_text() if terminal else repr(self))

    def as_text(self) -> str:
        """Return the same report as `kata check`."""
        return as_text({self.topic: (visible(self.result),)}, self.seed, self.after)


def check_notebook(name: str) -> Graded | None:
    """Grade the exercise of that name; UsageError if the course has none.

    nbgrader's commands need special care. `autograde` with its own Execute counts the hidden checks
    too, which are beside the course there. `validate` compares with the points of all checks,
    hidden ones included, and shows nothing but stderr. So if all visible checks pass, nothing is
    returned, which `validate` takes for full points; if not, the report goes to stderr.
    """
    course = find_course()
    topic, exercise = course.select(name)
    if exercise is None:
        raise UsageError(f"{name} is a topic; name an exercise, as in {topic.exercise[0].name!r}")
    seed, names = draw_seed(), _namespace()
    execution = os.environ.get("NBGRADER_EXECUTION")
    cell = sys.stdout

    def warn(why: str) -> None:
        cell.write(f"{name}: {why}; restart the kernel\n")

    with _hush():
        run = run_locally(
            course,
            [topic],
            names,
            seed,
            exercises=[exercise.name],
            hidden=execution == "autograde",
            warn=warn,
        )
    if run.ended:
        raise StoppedError(run.ended)
    (result,) = run.results[topic.name]
    if execution is None:
        remember(course, run.results)
    after = after_run(course, run.results) if execution is None else ()
    graded = Graded(topic.name, result, seed, [*[run.note] * bool(run.note), *after])
    if execution == "validate":
        if not result.complete:
            sys.stderr.write(graded.as_text())
        return None
    return graded


class Shown:
    """Pictures of a student's code. Its text says what they show."""

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self.pictures = pictures

    def __repr__(self) -> str:
        """Return what the pictures show, or why they do not."""
        return "\n".join(f"{one.title}: {one.note or one.alt}" for one in self.pictures)

    def _repr_html_(self) -> str:
        return "".join(map(as_figure, self.pictures))


def show_notebook(name: str) -> Shown | None:
    """Draw the pictures of an exercise or a topic; nothing while nbgrader runs the notebook."""
    if os.environ.get("NBGRADER_EXECUTION"):
        return None
    course = find_course()
    topic, names = looks_asked(course, name)
    work = _namespace()
    with _hush():
        return Shown(draw_looks(course, topic, names, work, draw_seed()))


@contextlib.contextmanager
def _hush() -> Iterator[None]:
    """Keep messages of Python, its loggers and TensorFlow's C++ out of this cell."""
    was, nothing = logging.root.manager.disable, io.StringIO()
    logging.disable()
    try:
        with silent(), contextlib.redirect_stderr(nothing), contextlib.redirect_stdout(nothing):
            yield
    finally:
        logging.disable(was)


def _shell() -> Any:
    """Return IPython's shell, in a terminal or a notebook; None elsewhere."""
    return sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()


def _namespace() -> dict[str, Any]:
    """Return the names of the notebook, or of the script that called `tensorkata.check`."""
    if shell := _shell():
        names: dict[str, Any] = shell.user_ns
        return names
    return sys._getframe(3).f_globals  # noqa: SLF001 - check, check_notebook and this one away
