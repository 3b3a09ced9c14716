"""Checks of least_squares."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    assert_shape,
    draw,
    forbids,
    points,
)

pytestmark = forbids("sklearn")


def solved(x, y, l2=0.0):
    """Return the least squares of the rows of x and y, with the penalty as more rows."""
    rows = np.concatenate([x, np.sqrt(l2) * np.eye(x.shape[1])])
    goal = np.concatenate([y, np.zeros((x.shape[1], y.shape[1]))])
    return np.linalg.lstsq(rows, goal, rcond=None)[0]


def oracle(x, y, l2=0.0):
    """Return the weights and the bias."""
    x, y = np.float64(x), np.float64(y)
    weights = solved(x - x.mean(axis=0), y - y.mean(axis=0), l2)
    return weights, y.mean(axis=0) - x.mean(axis=0) @ weights


def oracle_of_all(x, y, l2):
    """Return the weights and the bias if l2 is added to all numbers of the matrix."""
    centered = x - x.mean(axis=0)
    weights = np.linalg.pinv(centered.T @ centered + l2) @ centered.T @ y
    return weights, y.mean(axis=0) - x.mean(axis=0) @ weights


def with_ones(x):
    """Return x with a column of ones."""
    return np.concatenate([np.float64(x), np.ones((len(x), 1))], axis=1)


def slips(x, y, l2=0.0):
    """Return weights and bias of common mistakes, by description."""
    x, y, n = np.float64(x), np.float64(y), len(x)
    weights, bias = oracle(x, y, l2)
    penalized, free, scaled = solved(with_ones(x), y, l2), solved(x, y, l2), oracle(x, y, n * l2)
    pairs = {
        "there is no bias: the plane goes through 0": (free, 0 * bias),
        "the bias is penalized too": (penalized[:-1], penalized[-1]),
        "the bias is only the mean of y": (weights, y.mean(axis=0)),
        "l2 is not used": oracle(x, y),
        "l2 * n: the penalty is for the mean of the squares, not for their sum": scaled,
        "l2 / n: the penalty is for a sum, the squares are averaged": oracle(x, y, l2 / n),
        "l2 * 2: the penalty is twice as large": oracle(x, y, 2 * l2),
        "l2 / 2: the penalty is half as large": oracle(x, y, l2 / 2),
        "l2 squared": oracle(x, y, l2**2),
        "the root of l2": oracle(x, y, np.sqrt(l2)),
        "l2 is added to the whole matrix, not to its diagonal": oracle_of_all(x, y, l2),
        "every output gets the mean of all columns of weights": (
            0 * weights + weights.mean(axis=1, keepdims=True),
            y.mean(axis=0) - x.mean(axis=0) @ weights.mean(axis=1),
        ),
        "one mean of y for all outputs; expected the mean of each column": (
            weights,
            y.mean() - x.mean(axis=0) @ weights,
        ),
        "the weights and the bias of the negative of y": (-weights, -bias),
    }
    return pairs | {"the bias comes before the weights": (bias, weights)}


def compare(got, x, y, l2=0.0, rooms=({}, {})):
    """Hold the weights and the bias against the oracle."""
    many = len(got) if isinstance(got, (list, tuple)) else 1
    assert_equal(many, 2, what="the number of results", slips={TOGETHER: 1})
    named = slips(x, y, l2)
    for index, (name, want) in enumerate(zip(NAMES, oracle(x, y, l2), strict=True)):
        causes = {words: pair[index] for words, pair in named.items()}
        assert_shape(got[index], want.shape, dtype="float32", slips=misshaped(x, y)[index])
        what = f"the {name} for l2 = {l2:g}"
        assert_close(got[index], want, slips=causes, what=what, **rooms[index])


def misshaped(x, y):
    """Return the shapes of common mistakes."""
    d, k = x.shape[1], y.shape[1]
    return (
        {
            "the bias is among the weights": (d + 1, k),
            "the weights are transposed": (k, d),
            "only the first output": (d, 1),
            "there is no axis for the outputs": (d,),
        },
        {"the bias needs no axis for the samples": (1, k), "one bias for all outputs": ()},
    )


def drawn(rng, n, d, k):
    """Return x and y, with means that are not 0."""
    x, y = draw(rng, (n, d), (n, k))
    x, y = x + draw(rng, (d,), low=2, high=4), y + draw(rng, (k,), low=3, high=5)
    return x, (y + x @ draw(rng, (d, k))).astype("float32")


def test_example(probes):
    """least_squares gives what the docstring's example shows"""
    x, y = np.float32([[1], [2], [3]]), np.float32([[3, 9], [5, 8], [7, 7]])
    compare(probes.call("least_squares", x, y), x, y)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """every output gets the weights and the bias with the smallest sum of squared errors"""
    for n, d, k in [(30, 3, 2), (12, 1, 1), (25, 2, 4)]:
        x, y = drawn(rng, n, d, k)
        compare(probes.call("least_squares", x, y), x, y)


@points(1)
@after(test_values)
def test_penalty(probes, rng):
    """l2 * sum of w^2 is added to the sum, for the weights and not for the bias"""
    for n, d, k, l2 in [(20, 3, 2, 5.0), (15, 2, 1, 0.25), (8, 2, 3, 40.0)]:
        x, y = drawn(rng, n, d, k)
        compare(probes.call("least_squares", x, y, l2), x, y, l2)


@points(1)
@after(test_penalty)
def test_dependent(probes, rng):
    """with a penalty, columns may be equal, and there may be more columns than rows"""
    x, y = drawn(rng, 12, 3, 2)
    for columns, rows in [([0, 1, 0], 12), ([0, 1, 2, 0, 1], 3), ([0, 1], 1)]:
        compare(
            probes.call("least_squares", x[:rows, columns], y[:rows], 2.0),
            x[:rows, columns],
            y[:rows],
            2.0,
        )


@points(1)
@after(test_values)
def test_far(probes, rng):
    """a column whose mean is a thousand times its spread costs no accuracy"""
    for k in (1, 3):
        spread = draw(rng, (2,), low=1, high=2)
        x = (spread * (draw(rng, (40, 2)) + rng.uniform(1000, 1200, 2))).astype("float32")
        y = (x @ rng.uniform(1, 2, (2, k)) + draw(rng, (40, k))).astype("float32")
        # 1 % is what the docstring promises.
        rooms = ({"rtol": 1e-2, "atol": 0}, {"rtol": 0, "atol": 1e-2 * y.mean()})
        compare(probes.call("least_squares", x, y), x, y, rooms=rooms)


@points(0.5)
@after(test_penalty)
def test_negative(probes, rng):
    """a negative l2 is a ValueError"""
    x, y = drawn(rng, 20, 2, 2)
    compare(probes.call("least_squares", x, y, 3.0), x, y, 3.0)
    assert_raises(ValueError, probes.call, "least_squares", x, y, -float(rng.uniform(0.1, 2)))


NAMES = ("weights", "bias")
TOGETHER = "weights and bias are two tensors"
