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
    """Give a check its points.

    n: what it is worth; a check without the mark is worth nothing, and others stand on it.
    """
    return pytest.mark.points(n)


def after(check: Callable[..., Any] | str) -> pytest.MarkDecorator:
    """Skip a check if another check of the same exercise has not passed.

    check: the other check, or its name if it stands in the other file of the exercise.
    """
    return pytest.mark.after(check if isinstance(check, str) else check.__name__)


def forbids(*constructs: str) -> pytest.MarkDecorator:
    """Refuse a submission whose exercise uses one of the constructs.

    It marks the whole file, in the visible and in the hidden one: `pytestmark = forbids("loop")`.
    The source is read, not run. What the exercise's def or class mentions is used, and so is what
    its helpers mention. An exercise that cannot be read (bound by `exec`, a name put together from
    parts, a module handed around) is refused too, with the line that says why. The docstring of
    the exercise names what is forbidden.

    constructs: "loop" (for, while and comprehensions), or a dotted name, "tf.one_hot". The names
        below it are forbidden with it: "keras.losses" forbids keras.losses.huber. tf.keras is
        keras, and aliases and other addresses of the same name in the same library count.
    """
    return pytest.mark.forbids(*constructs)
