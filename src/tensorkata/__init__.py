"""A TensorFlow course that grades itself."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def check(exercise: str) -> Any:
    """Grade an exercise in this notebook's own namespace; the result shows itself."""
    import importlib

    return importlib.import_module("tensorkata.platforms.jupyter").check_here(exercise)
