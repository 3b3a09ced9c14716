"""Checks of Signature."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def drawn(rng, features, units, shapes):
    """Return three pairs of kernel and bias, and an x of each shape."""
    values = [list(draw(rng, (features, units), (units,))) for _ in range(3)]
    return values, [draw(rng, (*shape, features)) for shape in shapes]


def oracle(x, kernel, bias):
    return x.astype(np.float64) @ kernel + bias


def compare(results, xs, kernel, bias, slips=None, what="the result"):
    """Hold what each x gives; a slip is the pair of kernel and bias that it uses."""
    for x, got in zip(xs, results, strict=True):
        wrong = {NO_BIAS: oracle(x, kernel, 0)}
        wrong |= {words: oracle(x, *pair) for words, pair in (slips or {}).items()}
        told = f"{what} for x of shape {x.shape}"
        assert_close(got, oracle(x, kernel, bias), dtype="float32", slips=wrong, what=told)


def graphs(got, xs):
    """Hold that the loaded object has a graph for each x."""
    wrong = {
        "the loaded object has no __call__: it must be a tf.function": ["not callable"] * len(xs),
        "no graph was traced before it was saved": ["none"] * len(xs),
        "only an x of two axes has a graph": ["found" if x.ndim == 2 else "none" for x in xs],
        "an x of three axes has no graph": ["none" if x.ndim == 3 else "found" for x in xs],
        "the second size is fixed when there are three axes": [
            "none" if x.ndim == 3 and x.shape[1] != 3 else "found" for x in xs
        ],
        "only sizes for which it was called have a graph": [
            "none" if max(x.shape[:-1], default=0) > 2 else "found" for x in xs
        ],
    }
    what = f"the list of graphs for x of the shapes {[x.shape for x in xs]}"
    assert_equal(got["graphs"], ["found"] * len(xs), what=what, slips=wrong)


def test_example(probes):
    """Signature gives what the docstring's example shows"""
    kernel, bias = np.float32([[1], [2]]), np.float32([0.5])
    xs = [np.float32([3, 4]), np.ones((2, 2), "float32")]
    got = probes.signature_loaded([[kernel, bias]] * 2, xs)
    graphs(got, xs)
    compare(got["loaded"], xs, kernel, bias, what="loaded(x)")


@points(1)
def test_call(probes, rng):
    """module(x) is x @ kernel + bias for an x of one, two and three axes"""
    for features, units in [(4, 3), (1, 2)]:
        values, xs = drawn(rng, features, units, [(), (5,), (2, 3), (1,)])
        compare(probes.signature_called(*values[0], xs), xs, *values[0], what="module(x)")


@points(2)
@after(test_example)
def test_loaded(probes, rng):
    """loaded(x) uses the saved values for any n and m, and later those that are assigned"""
    shapes = [(), (7,), (1,), (2, 3), (1, 6)]
    (first, saved, last), xs = drawn(rng, 3, 4, shapes)
    got = probes.signature_loaded([first, saved, last], xs)
    graphs(got, xs)
    compare(got["loaded"], xs, *saved, {FIRST: first}, "loaded(x)")
    wrong = {CONSTANT: saved, KERNEL: (saved[0], last[1]), BIAS: (last[0], saved[1])}
    compare(got["assigned"], xs, *last, wrong, "after assign, loaded(x)")


NO_BIAS = "the bias is missing"
FIRST = "the values at the beginning, not those when it was saved"
CONSTANT = "kernel and bias are constants in the graph: assigning changes nothing"
KERNEL = "the kernel is a constant in the graph"
BIAS = "the bias is a constant in the graph"
