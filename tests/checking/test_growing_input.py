"""What comes in may be as large as the caps let it: the judge's work on it stays small."""

from __future__ import annotations

import contextlib
import time

import numpy as np
import pytest

from tensorkata.checking.assertions import assert_close, assert_equal
from tensorkata.checking.drawing import draw_failure
from tensorkata.checking.forbidden import find_forbidden
from tensorkata.checking.message import explain
from tensorkata.checking.probes_fixture import _signature
from tensorkata.checking.ran import Call
from tensorkata.diagnosis import known_exceptions
from tensorkata.diagnosis.student_source import find_cut, lacks_return, written
from tensorkata.errors import CheckFailed, UnreadableError
from tensorkata.protocol.cells import without_magics
from tensorkata.protocol.observation import MAX_BYTES, MAX_NODES, MAX_ROWS, Observed, decode, encode
from tensorkata.protocol.records import Raised
from tensorkata.protocol.submission import MAX_BYTES as TEXT
from tensorkata.protocol.submission import MAX_CELLS, read

pytestmark = pytest.mark.slow
MOST = 5.0  # seconds of processor time: what is linear takes a fraction, what is not takes minutes
TEXTS = {
    "dots": "def f(x):\n    return x" + ".a" * (TEXT // 2 - 20),
    "rows of dots": "def f(x):\n" + ("    x" + ".a" * 800 + "\n") * (TEXT // 1_606 - 1),
    "calls on calls": "def f(x):\n" + ("    x" + ".numpy()" * 400 + "\n") * (TEXT // 3_206 - 1),
    "lambdas": "def f(x):\n    return " + "lambda:" * 800 + "(" + "a," * (TEXT // 2 - 3_000) + ")",
    "aliases": "".join(f"x{n + 1}=x{n}\n" for n in reversed(range(TEXT // 16)))
    + "import keras as x0\ndef f(x):\n    return x9\n",
    "helpers": "".join(f"def g{n}(): return g{n + 1}()\n" for n in range(TEXT // 30))
    + "def f(x):\n    return g0()\n",
    "changes": "def f(x):\n    return x\n" + "f.a=1\n" * (TEXT // 6 - 10),
    "decorators": "@a\n" * (TEXT // 3 - 20) + "def f(x):\n    return x\n",
    "classes": "".join(" " * n + f"class A{n}:\n" for n in range(40))
    + " " * 40
    + "a=["
    + "b," * (TEXT // 2 - 1_000)
    + "]\n",
    "cells": "def f(x):\n    return x\n" + "# %%\nx\n" * (MAX_CELLS - 1),
    "spaces": "def f(x):\n    return x\n" + " " * (TEXT - 30),
    "brackets": "def f(x):\n    return [" + "[]," * (TEXT // 3 - 20) + "]\n",
}


def seconds(work, *given):
    """Return the processor time that the work takes, however it ends."""
    begun = time.process_time()
    with contextlib.suppress(RecursionError):
        work(*given)
    return time.process_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_a_long_text_is_read_in_linear_time(name, tmp_path):
    """Cells, forbidden constructs, signatures and cut gradients are read within seconds."""
    path = tmp_path / "a.py"
    path.write_text(TEXTS[name])
    assert path.stat().st_size <= TEXT
    submission = read(path)
    exercise = written(submission.cells, "f")
    forbidden = ("loop", "keras.layers.Dense")
    assert seconds(find_forbidden, submission.cells, "f", forbidden) < MOST
    for _ in range(10):  # asked again for every question
        assert seconds(_signature, submission.cells, "f") < MOST / 10
    assert seconds(find_cut, exercise) < MOST
    assert seconds(lacks_return, exercise) < MOST


@pytest.mark.parametrize("cells", ["x\n# %%\n", "# %%\nx\n"])
def test_more_cells_than_anybody_writes_are_refused(cells, tmp_path):
    """A text of thousands of cells is unreadable, as a notebook of them is."""
    (tmp_path / "a.py").write_text(cells * (MAX_CELLS + 1))
    with pytest.raises(UnreadableError, match="cells; the most is 1,000"):
        read(tmp_path / "a.py")


@pytest.mark.parametrize(
    "row",
    [
        " " * TEXT,
        "a" * TEXT,
        "a " * (TEXT // 2),
        "a" + " " * TEXT,
        "a= " * (TEXT // 3),
        "a?" * 9_999,
    ],
)
def test_a_long_row_of_a_cell_is_read_in_linear_time(row):
    """The patterns of IPython's own words do not go back and forth."""
    assert seconds(without_magics, row) < 1


CURVE = np.random.default_rng(0).random(MAX_BYTES // 4 - 64, np.float32)
ANSWERS = {
    "a curve": CURVE,
    "a matrix": CURVE[: 1000 * 1000].reshape(1000, 1000),
    "rows of one": CURVE[: MAX_ROWS - 1].reshape(-1, 1),
    "a list": CURVE[: MAX_NODES - 9].tolist(),
    "lists": [[1, 2, [3]]] * (MAX_NODES // 6),
    "a dict": {f"name {n}": [n] for n in range(MAX_NODES // 3)},
    "texts": ["x" * (MAX_BYTES // 4)] * 3,
    "axes": CURVE[: 2**18].reshape([2] * 18),
    "nothing": np.zeros((MAX_ROWS, 0), np.float32),
}
WANTED = {
    "a vector": np.ones(5),
    "a list": ["a", "b"] * 90,
    "a dict": {"a": 1, "b": [2.0]},
    "rows": [[1, 2], [3, 4]],
    "as long": CURVE + 1,
}


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("name", ANSWERS)
def test_a_large_answer_is_compared_and_worded_in_linear_time(name, wanted):
    """The largest arrays, lists and dicts are decoded, compared, explained and drawn in seconds."""
    call = Call("f(x)", {"x": np.arange(6.0).reshape(2, 3)})
    data = encode(ANSWERS[name])
    begun = time.process_time()
    call.observation = decode(data, call)
    numbers = isinstance(call.observation, Observed) and isinstance(WANTED[wanted], np.ndarray)
    more = {"rows": "epoch"} if numbers and call.observation.ndim == 1 else {}
    try:
        (assert_close if numbers else assert_equal)(call.observation, WANTED[wanted], **more)
    except CheckFailed as failure:
        message, _ = explain(failure, [call], lambda: written((), "f"))
        draw_failure(failure)
        assert len(message) < 3_000
    assert time.process_time() - begun < MOST


def test_a_long_message_is_searched_in_linear_time():
    """An error's message that nearly matches again and again is cut before it is searched."""
    for words in ("takes ", "missing 1 required ", "expected to be a a tensor but is a "):
        raised = Raised("TypeError", ("TypeError",), words * 50_000)
        assert seconds(known_exceptions.of_exception, raised) < 1
