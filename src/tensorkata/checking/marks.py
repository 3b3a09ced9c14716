"""The marks of a check: its points, the check it stands on, what its exercise forbids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

MARKS = (
    "points(n): what the check is worth",
    "after(name): run only where that check of the same exercise has passed",
    "forbids(*constructs): the exercise must not use them; dotted names, or 'loop'",
    "hidden: run by instructors only (set for every check in a folder called hidden)",
)


def points(n: float) -> pytest.MarkDecorator:
    """Give the check its points; a check without them is a verdict on which others stand."""
    return pytest.mark.points(n)


def after(check: Callable[..., Any] | str) -> pytest.MarkDecorator:
    """Skip the check where `check`, of the same exercise, has not passed."""
    return pytest.mark.after(check if isinstance(check, str) else check.__name__)


def forbids(*constructs: str) -> pytest.MarkDecorator:
    """Refuse a submission whose exercise uses a construct: `loop`, or a name like `tf.one_hot`."""
    return pytest.mark.forbids(*constructs)
