"""Where a gradient's path is cut is read from the source, and named only where that is sure."""

from __future__ import annotations

import pytest

from tensorkata.diagnosis.gradient_path import find_cut
from tensorkata.protocol.cells import Cell

TAPE = "def f(model, x, y):\n    with tf.GradientTape() as tape:\n"
NAMED = {
    "an array": ("def f(x):\n    return tf.constant(x.numpy()) * 2\n", "line 11, `x.numpy()`"),
    "NumPy": ("def f(x, y):\n    d = np.abs(x - y)\n    return tf.sqrt(d)\n", "`np.abs(x - y)`"),
    "a number": ("def f(x):\n    return tf.constant(float(x[0]))\n", "`float(x[0])`"),
    "a cast": ("def f(x):\n    n = tf.cast(x, tf.int32)\n    return n / 2\n", "whole numbers"),
    "a mask": ("def f(x):\n    return tf.where(x > 0, 1.0, 0.0)\n", "`x > 0`: a comparison"),
    "a list": (
        "def f(x):\n    out = []\n    for r in x:\n        out.append(r.numpy())\n    return out\n",
        "line 13, `r.numpy()`",
    ),
    "a layer": (
        "class f:\n    def call(self, x):\n        return tf.Variable(x)\n",
        "new variable",
    ),
    "outside the tape": (
        f"{TAPE}        p = model(x)\n    loss = p - y\n    return tape.gradient(loss, [x])\n",
        "line 13, `loss = p - y`: it stands outside the tape's `with`",
    ),
    "a loss of NumPy's": (
        f"{TAPE}        loss = np.mean(model(x) - y)\n    return tape.gradient(loss, [x])\n",
        "line 12, `np.mean(model(x) - y)`",
    ),
}
UNSURE = {
    "a size": "def f(x):\n    return tf.reduce_sum(x) / np.sqrt(float(x.shape[0]))\n",
    "a mask that is a factor": "def f(x):\n    return tf.cast(x > 0, tf.float32) * x\n",
    "another function": "def f(x):\n    return helper(np.abs(x))\n",
    "a weight": "class f:\n    def call(self, x):\n        return self.kernel * tf.Variable(x)\n",
    "a right step": f"{TAPE}        loss = model(x) - y\n    return tape.gradient(loss, [x])\n",
    "no Python": "def f(x:\n    return x.numpy()\n",
}


@pytest.mark.parametrize("kind", NAMED)
def test_the_call_that_cuts_the_path_is_named_with_its_line(kind):
    """What no gradient passes is told as it reads in the file, and where it stands."""
    source, words = NAMED[kind]
    assert words in (find_cut((Cell(10, source),), "f") or "")


@pytest.mark.parametrize("kind", UNSURE)
def test_nothing_is_named_where_another_path_may_lead_on(kind):
    """A call that no gradient passes is no cut where something else joins input and result."""
    assert find_cut((Cell(10, UNSURE[kind]),), "f") is None


def test_a_source_that_is_made_to_be_slow_costs_nothing():
    """Loops within loops, deep nesting and a great length end the search, not the judge."""
    loops = "".join(f"{' ' * depth}for a in x:\n" for depth in range(1, 60))
    body = f"{loops}{' ' * 60}x = a\n return x.numpy()\n"
    assert "`x.numpy()`" in (find_cut((Cell(1, f"def f(x):\n{body}"),), "f") or "")
    for body in (f" x = {'-' * 900}x\n", " x = f(x)\n" * 9000):
        source = f"def f(x):\n{body} return x.numpy()\n"
        assert find_cut((Cell(1, source),), "f") is None
