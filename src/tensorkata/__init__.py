"""A TensorFlow course that grades itself."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import Any

__version__ = "0.1.0"
# Set while a judge runs a submission: its own `check` and `show` cells do nothing then.
judged: ContextVar[bool] = ContextVar("judged", default=False)


def check(exercise: str) -> Any:
    """Check one exercise in a notebook, on the notebook's own names, with the visible checks.

    Returns an object that displays itself: its HTML is the report, its text the points. Grading
    adds the hidden checks, so the points may differ there. Raises UsageError if the course has no
    such exercise. Returns None while a judge runs the notebook: the judge asks the checks itself.
    """
    from tensorkata.platforms.jupyter import check_notebook

    return None if judged.get() else check_notebook(exercise)


def show(name: str) -> Any:
    """Show a picture of an exercise at work, drawn by the notebook's own code.

    For a topic it shows all its pictures. Returns an object that displays itself. Raises UsageError
    if the course has no such exercise or it has no picture. Returns None while a judge or nbgrader
    runs the notebook.
    """
    from tensorkata.platforms.jupyter import show_notebook

    return None if judged.get() else show_notebook(name)


def init(topics: str, folder: str | os.PathLike[str] = "") -> Any:
    """Write notebooks to work in, as `kata init --notebooks` does, from a notebook's cell.

    `topics` is one, or a list like "01-05,12". They go into the workspace at or above the current
    folder, else into a new one, `tensorkata-course` or the `folder`; what is there stays as it is.
    The calls of check() and show() that follow belong to it. Returns an object that displays links.
    Raises UsageError if a topic is unknown. Returns None while a judge or nbgrader runs the
    notebook.
    """
    if judged.get() or os.environ.get("NBGRADER_EXECUTION"):
        return None
    from tensorkata.commands.notebook_workspace import open_workspace

    return open_workspace(topics, folder)
