"""A TensorFlow course that grades itself."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

__version__ = "0.1.0"
# Set while a judge asks a submission: its own `check` cells have nothing to say then.
judged: ContextVar[bool] = ContextVar("judged", default=False)


def check(exercise: str) -> Any:
    """Grade an exercise in this notebook's own namespace; the result shows itself.

    Returns None while a judge runs the notebook: the judge asks the checks itself.
    """
    if judged.get():
        return None
    import importlib

    return importlib.import_module("tensorkata.platforms.jupyter").check_here(exercise)
