"""A TensorFlow course that grades itself."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

__version__ = "0.1.0"
# Set while a submission's cells run for a judge, who asks instead of them.
asks_nothing: ContextVar[bool] = ContextVar("asks_nothing", default=False)


def check(exercise: str) -> Any:
    """Check one exercise in a notebook, on the notebook's own names, with the visible checks.

    Returns an object that shows itself: its HTML is the report, its text the points. Grading adds
    the hidden checks, so that the points may differ there. UsageError if the course has no such
    exercise. Where a submission is graded it does nothing and returns None.
    """
    from tensorkata.platforms.jupyter import check_notebook

    return None if asks_nothing.get() else check_notebook(exercise)
