"""Checks of repair_if_needed."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

RUNS = "the number of times that repair ran, for each x in turn,"
WHAT = "the result, where repair(x) is 2 * x with -1 for what is not finite"
ZEROS = "the result, where repair(x) is zeros"
KEPT = "the result, where repair(x) is 2 * x"


def repaired(x):
    with np.errstate(over="ignore"):  # twice a large number, which only a wrong answer asks for
        return np.where(np.isfinite(x), 2 * x, -np.ones_like(x)).astype(x.dtype)


def oracle(x):
    return x if np.isfinite(x).all() else repaired(x)


def slips(x):
    """Return what common mistakes make of x."""
    as_it_is = "x is not repaired" + (", though it has an infinity" if np.isinf(x).any() else "")
    with np.errstate(over="ignore"):
        is_large = np.isfinite(x).all() and not np.isfinite(np.sum(np.abs(x), dtype=x.dtype))
    return {
        LARGE if is_large else "x is repaired, though all of it is finite": repaired(x),
        as_it_is: x,
        MIXED: np.where(np.isfinite(x), x, repaired(x)),
        "what repair returns is repaired again": repaired(repaired(x)),
    }


def check(got, batches, dtype="float32"):
    for result, x in zip(got["results"], batches, strict=True):
        assert_close(result, oracle(x), dtype=dtype, what=WHAT, slips=slips(x))
    want = [int(not np.isfinite(x).all()) for x in batches]
    empty = [runs or int(not x.size) for runs, x in zip(want, batches, strict=True)]
    wrong = {ALWAYS: [1] * len(want), "an x without elements is repaired": empty}
    assert_equal(got["runs"], want, what=RUNS, slips=wrong)


def drawn(rng, *shapes, dtype="float32"):
    """Return four tensors for each shape: whole, with a NaN, with infinities, and whole again."""
    batches = []
    for shape in shapes:
        whole, nan, inf, last = (np.asarray(draw(rng, shape, dtype=dtype)) for _ in range(4))
        nan.flat[rng.integers(nan.size)] = np.nan
        inf.flat[rng.integers(inf.size)] = rng.choice([-np.inf, np.inf])
        batches += [whole, nan, inf, last]
    return batches


def large(rng, dtype="float32"):
    """Return finite numbers whose sum is not."""
    most = np.finfo(dtype).max
    x = (rng.uniform(0.6, 0.9, 6) * most).astype(dtype)
    x[rng.integers(6)] *= -1
    return x


def test_example(probes):
    """repair_if_needed gives what the docstring's example shows"""
    x = np.float32([1, np.nan])
    got = probes.repair_if_needed([x], zeros=True)
    wrong = {"x is not repaired": x, MIXED: np.float32([1, 0])}
    [result] = got["results"]
    assert_close(result, np.zeros(2), dtype="float32", what=ZEROS, slips=wrong)
    assert_equal(got["runs"], [1], what=RUNS, slips={AGAIN: [2]})


@points(1)
@after(test_example)
def test_values(probes, rng):
    """repair_if_needed returns x, or all of repair(x) after a NaN or an infinity"""
    batches = [*drawn(rng, (5,), (), (2, 3)), large(rng)]
    check(probes.repair_if_needed(batches), batches)


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """repair_if_needed keeps the dtype, and takes an x without elements as it is"""
    for dtype in ("float64", "float16"):
        batches = [np.zeros((0, 2), dtype), *drawn(rng, (3, 2), dtype=dtype)]
        check(probes.repair_if_needed(batches), batches, dtype)


@points(0.5)
@after(test_example)
def test_result_as_it_is(probes, rng):
    """repair_if_needed returns what one run of repair returns, finite or not"""
    batches = drawn(rng, (4,))
    got = probes.repair_if_needed(batches, keep=True)
    for result, x in zip(got["results"], batches, strict=True):
        want = x if np.isfinite(x).all() else 2 * x
        zeroed = np.where(np.isfinite(want), want, 0)
        wrong = {AGAIN: 2 * want, "what repair returns is changed": zeroed}
        assert_close(result, want, dtype="float32", what=KEPT, slips=wrong)


@points(2)
@after(test_example)
def test_graph(probes, rng):
    """repair_if_needed decides in each call of one graph, where repair runs only if needed"""
    batches = drawn(rng, (3, 2), (1, 4))
    check(probes.repair_if_needed(batches, graph=True), batches)


LARGE = "large finite numbers are repaired: their sum overflows, so ask each number by itself"
ALWAYS = "repair runs each time, needed or not: tf.where computes both sides, tf.cond one"
AGAIN = "repair runs again: once is enough"
MIXED = "repair is mixed in element by element; all of its result is wanted"
