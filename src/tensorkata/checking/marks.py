"""The marks of a check: its points, the check that must pass first, the forbidden constructs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

MARKS = (
    "points(n): what the check is worth",
    "after(name): run only if that check of the same exercise has passed",
    "forbids(*constructs): the exercise must not use them; dotted names, or 'loop'",
    "hidden: run by instructors only (set for every check in a folder called hidden)",
)


def points(n: float) -> pytest.MarkDecorator:
    """Give a check its points.

    n: what it is worth; a check without the mark is worth nothing: others need it to pass first.
    """
    return pytest.mark.points(n)


def after(check: Callable[..., Any] | str) -> pytest.MarkDecorator:
    """Skip a check if another check of the same exercise has not passed.

    check: the other check, or its name if it is in the other file of the exercise.
    """
    return pytest.mark.after(check if isinstance(check, str) else check.__name__)


def forbids(*constructs: str) -> pytest.MarkDecorator:
    """Refuse a submission whose exercise uses one of the constructs.

    Mark the whole file, the visible and the hidden one: `pytestmark = forbids("loop")`. The source
    is read, not run. Every name in the exercise's def or class counts as used, and so does every
    name in its helpers. An exercise that cannot be read (defined by `exec`, by a name put together
    from parts, by a module handed around) is refused too, with the line and the reason. The
    docstring of the exercise names every forbidden construct.

    constructs: "loop" (for, while and comprehensions), or a dotted name, "tf.one_hot". The names
        below it are forbidden too: "keras.losses" forbids keras.losses.huber. tf.keras is keras,
        and aliases and other addresses of the same name in the same library count.
    """
    return pytest.mark.forbids(*constructs)
