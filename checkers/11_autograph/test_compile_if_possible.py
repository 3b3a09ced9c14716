"""Checks of compile_if_possible."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed

WHAT = {
    "sine": "the result for f(x) = 2 * sin(x) (sin(x) if it runs eagerly)",
    "loop": "the result for f(x) = x / 4 by a loop (x / 8 if it runs eagerly)",
    "string": "the result for an f of strings, which XLA cannot compile,",
    "python": "the result for f(x) = 3 * (x + 1) by Python, which XLA cannot compile,",
    "double": "the result for f(x) = x + x",
}
COMPILED = "the list of what `compiled` says"
NOT_COMPILED = "f ran in a plain graph, though XLA can compile it"
UNTRIED = "jit_compile=True is missing, or the plain tf.function comes first"
NO_PAIR = "is not a pair (value, compiled)"
ERROR = "what comes of an f that raises {} while it is traced,"
EAGER = "f runs eagerly, not in a graph"


def letters(x):
    """Return the length of each rounded number as TensorFlow writes it: 3.000000."""
    return np.float32([len(f"{np.round(value):f}") for value in x])


ORACLES = {
    "sine": lambda x: 2 * np.sin(x),
    "loop": lambda x: x / 4,
    "string": lambda x: 3 * letters(x),
    "python": lambda x: 3 * (x + 1),
    "double": lambda x: 2 * x,
}


def check(probes, xs, kinds):
    got = probes.compile_if_possible(xs, kinds)
    for pair, x, kind in zip(got, xs, kinds, strict=True):
        hold_to_a_pair(pair)
        want, by = ORACLES[kind](x), 2 if kind in TRUE else 3
        wrong = {EAGER: want / by}
        assert_close(pair[0], want, dtype="float32", what=WHAT[kind], slips=wrong)
    want = [kind in TRUE for kind in kinds]
    assert_equal([compiled for _, compiled in got], want, what=COMPILED, slips=slips(want))


def hold_to_a_pair(got):
    """Fail with the cause if a result is not (value, compiled), or comes of a plain graph."""
    if got is None:
        raise CheckFailed("returned None", rung="none")
    if isinstance(got, str):
        raise CheckFailed(NOT_COMPILED, rung="claim", cause=UNTRIED)
    if not isinstance(got, list) or len(got) != len(("value", "compiled")):
        cause = "only the result comes back: compiled is missing"
        raise CheckFailed(NO_PAIR, got=got, rung="claim", cause=cause)
    if isinstance(got[0], bool):
        raise CheckFailed(NO_PAIR, got=got, rung="claim", cause="the two are in the other order")


def slips(want):
    return {
        "it says True whatever happened": [True] * len(want),
        "it says False whatever happened": [False] * len(want),
        "it says the contrary": [not one for one in want],
    }


TRUE = {"sine", "loop", "double"}


def test_example(probes):
    """compile_if_possible gives what the docstring's example shows"""
    check(probes, [np.float32([1, 2])], ["double"])


@points(1)
@after(test_example)
def test_compiled(probes, rng):
    """compile_if_possible compiles what can be compiled, a loop over tensors too"""
    check(probes, draw(rng, (5,), (3, 2)), ["sine", "loop"])


@points(1.5)
@after(test_example)
def test_not_compiled(probes, rng):
    """compile_if_possible runs the rest in a plain graph, and says which is which"""
    kinds = [str(kind) for kind in rng.permutation(["sine", "string", "python"])]
    check(probes, draw(rng, (4,), (2,), (3,), low=-99, high=99), kinds)


@points(0.5)
@after(test_compiled)
def test_errors(probes, rng):
    """compile_if_possible lets an error of f out, after one trace; else it compiles"""
    check(probes, draw(rng, (4,), (2,)), ["sine", "double"])
    for error in ("ValueError", "InvalidArgumentError", "TypeError", "KeyError"):
        got = probes.compile_if_possible_of_an_error(np.ones(3, "float32"), error)
        want = {"error": error, "traces": 1}
        tried = {"f is tried again, though the error is its own": want | {"traces": 2}}
        changed = {"the error that comes out is of another class": want | {"error": "RuntimeError"}}
        assert_equal(got, want, what=ERROR.format(error), slips=tried | changed)
