"""The properties of a collected check: its file, its claim, its points."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def is_hidden(item: pytest.Item) -> bool:
    """Return whether only instructors run the check."""
    return item.path.parent.name == "hidden"


def file_of(item: pytest.Item) -> str:
    """Return the checker's file, with its folder if that is `hidden`."""
    return f"hidden/{item.path.name}" if is_hidden(item) else item.path.name


def claim_of(item: pytest.Item) -> str:
    """Return the line that a student reads: the check's docstring."""
    function: Callable[..., None] | None = getattr(item, "obj", None)
    return " ".join(((function and function.__doc__) or item.name).split())


def worth_of(item: pytest.Item) -> float:
    """Return the check's points."""
    return float(sum(mark.args[0] for mark in item.iter_markers("points")))
