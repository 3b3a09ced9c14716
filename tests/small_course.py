"""A made-up course of one topic, small enough to be read at a glance."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorkata.course import Course

CURRICULUM = """\
[[topic]]
name = "01_numbers"
title = "Numbers"

[[topic.exercise]]
name = "halve"
title = "Half of a number"

[[topic.exercise]]
name = "RunningTotal"
title = "A sum that remembers"

[[topic]]
name = "02_later"
title = "Not written yet"

[[topic.exercise]]
name = "later"
title = "Later"
"""

SOURCE = '''\
# %% [markdown]
# # Numbers
# A number and its half.

# %%
import math

# %% [markdown]
# ## Half of a number

# %%
def halve(x: float) -> float:
    """Return half of x."""
    # TODO: divide.
    ### BEGIN SOLUTION
    if x < 0:
        return -(-x / 2)
    return x / 2
    ### END SOLUTION

# %%
class RunningTotal:
    """A sum that remembers."""

    # TODO 1: start at nothing.
    # TODO 2: add to what is there.
    def __init__(self) -> None:
        """Start."""
        ### BEGIN SOLUTION
        self.total = 0.0
        ### END SOLUTION

    def add(self, x: float) -> float:
        """Add x and return the total."""
        if math.isnan(x):
            ### BEGIN SOLUTION
            return self.total
            ### END SOLUTION
        ### BEGIN SOLUTION
        self.total += x
        return self.total
        ### END SOLUTION

# %% [markdown]
# Read on.
'''

VISIBLE = '''\
from tensorkata.checking import marks
from tensorkata.checking.marks import after, points


def test_kind(probes):
    """halve gives a number"""


@points(2)
@after(test_kind)
def test_values(probes, rng):
    """halve(x) is x / 2"""


@marks.points(1.5)
def test_negative(probes):
    """halve(-x) is -halve(x)"""
'''

HIDDEN = '''\
from tensorkata.checking.marks import points


@points(3)
def test_secret(probes):
    """halve of the secret number is right"""
'''

TOTAL = '''\
from tensorkata.checking.marks import points


@points(4)
def test_total(probes):
    """the total is the sum"""
'''


@pytest.fixture
def source() -> str:
    """Return the text of the made-up topic's source."""
    return SOURCE


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Write the made-up course into a folder of its own."""
    files = {
        "course/curriculum.toml": CURRICULUM,
        "solutions/01_numbers.py": SOURCE,
        "checkers/01_numbers/probes.py": '"""Probes."""\n',
        "checkers/01_numbers/test_halve.py": VISIBLE,
        "checkers/01_numbers/hidden/test_halve.py": HIDDEN,
        "checkers/01_numbers/test_running_total.py": TOTAL,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Course(tmp_path)
