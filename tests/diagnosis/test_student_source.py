"""What the student's source says of a None: which call cuts the path, or no `return` at all."""

from __future__ import annotations

import pytest

from tensorkata.diagnosis.student_source import (
    find_cut,
    lacks_return,
    reads_static_shape,
    written,
)
from tensorkata.protocol.cells import Cell

TAPE = "def f(model, x, y):\n    with tf.GradientTape() as tape:\n"
NAMED = {
    "an array": ("def f(x):\n    return tf.constant(x.numpy()) * 2\n", "line 11, `x.numpy()`"),
    "NumPy": ("def f(x, y):\n    d = np.abs(x - y)\n    return tf.sqrt(d)\n", "`np.abs(x - y)`"),
    "a call within a call": (
        "def f(x, i):\n    return tf.constant(np.take(x.numpy(), i.numpy()))\n",
        "`np.take(x.numpy(), i.numpy())`",
    ),
    "a number": ("def f(x):\n    return tf.constant(float(x[0]))\n", "`float(x[0])`"),
    "a stop": ("def f(x):\n    return tf.stop_gradient(x) * 2\n", "purpose is to stop gradients"),
    "a loop": (
        "def f(x):\n    out = []\n    for r in x:\n        out.append(r.numpy())\n    return out\n",
        "line 13, `r.numpy()`",
    ),
    "a layer": (
        "class f:\n    def call(self, x):\n        return tf.Variable(x)\n",
        "new variable",
    ),
    "a loss of NumPy's": (
        f"{TAPE}        loss = np.mean(model(x) - y)\n    return tape.gradient(loss, [x])\n",
        "line 12, `np.mean(model(x) - y)`",
    ),
}
UNSURE = {
    "a size": "def f(x):\n    return tf.reduce_sum(x) / np.sqrt(float(x.shape[0]))\n",
    "a constant": "def f(x):\n    return x / np.log(2.0)\n",
    "a setting": "def f(x, delta=1.0):\n    return x * float(delta)\n",
    "a layer's setting": "class f:\n    def call(self, x):\n        return x * float(self.rate)\n",
    "calls of two kinds": "def f(x, y):\n    return tf.stop_gradient(x) * np.abs(y)\n",
    "no such call": "def f(x):\n    return tf.cast(x > 0, tf.float32) * x\n",
    "no Python": "def f(x:\n    return x.numpy()\n",
    "another exercise": "def g(x):\n    return x.numpy()\n",
}


def read(source):
    """Return the exercise f of a cell that begins in line 10."""
    return written((Cell(10, source),), "f")


@pytest.mark.parametrize("kind", NAMED)
def test_the_call_that_cuts_the_path_is_named_with_its_line(kind):
    """What no gradient passes is said as it reads in the file, and where it stands."""
    source, words = NAMED[kind]
    assert words in (find_cut(read(source)) or "")


@pytest.mark.parametrize("kind", UNSURE)
def test_what_may_be_harmless_is_not_named(kind):
    """Sizes, constants and settings need no gradient; of two kinds of call either may be it."""
    assert find_cut(read(UNSURE[kind])) is None


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        ("def f(x):\n    tf.square(x)\n", True),
        ("def f(x):\n    def g():\n        return x\n    g()\n", True),
        ("class f:\n    def call(self, x):\n        self.scale * x\n", True),
        ("def f(x):\n    return tape.gradient(x, x)\n", False),
        ("def f(x):\n    if x:\n        return x\n", False),
        ("class f:\n    def __init__(self):\n        pass\n", False),
        ("def g(x):\n    pass\n", False),
    ],
)
def test_a_return_is_missing_only_if_the_source_has_none(source, lacks):
    """A function that returns what turned out to be None is not told to return something."""
    assert lacks_return(read(source)) is lacks


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("def f(x):\n    return tf.reshape(x, (x.shape[0], -1))\n", True),
        ("def f(x):\n    return tf.reshape(x, (tf.shape(x)[0] * x.shape[1], -1))\n", True),
        ("def f(x):\n    return tf.reshape(x, (len(x), -1))\n", False),
        ("def g(x):\n    return x.shape\n", False),
    ],
)
def test_a_static_shape_is_seen_in_the_source(source, reads):
    """Only the exercise itself counts."""
    assert reads_static_shape(read(source)) is reads


def test_a_source_that_is_made_to_be_slow_costs_nothing():
    """Deep nesting and a great length end the search, not the judge."""
    long, deep = " x = f(x)\n" * 9000, f"{'-' * 900}x"
    assert find_cut(read(f"def f(x):\n x = {deep}\n return x.numpy()\n"))
    assert find_cut(read(f"def f(x):\n return ({deep}).numpy()\n")) is None
    assert find_cut(read(f"def f(x):\n{long} return x.numpy()\n"))
    assert not lacks_return(read(f"def f(x):\n{long} return x\n"))
