"""Checks of fit_by_descent."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_shape, draw, points

# Exact in float32, so that it makes no difference how the rate becomes a tensor.
RATE = 3 / 16


def standardized(x, ddof=0):
    """Return the columns minus their means, divided by their standard deviations; means; those."""
    mean, deviation = x.mean(axis=0), x.std(axis=0, ddof=ddof)
    return (x - mean) / np.where(deviation == 0, 1, deviation), mean, deviation


def oracle(x, y, rate, steps, mistake=""):
    """Return the weights, the bias and the losses; a mistake changes one rule."""
    x, y = np.float64(x), np.float64(y)
    z, mean, deviation = standardized(x, int(mistake == "sample"))
    if mistake == "raw":
        z, mean, deviation = x, 0 * mean, 1 + 0 * deviation
    if mistake == "variance":
        z, deviation = z / np.where(deviation == 0, 1, deviation), deviation**2
    if mistake == "centered":
        z, deviation = x - mean, 1 + 0 * deviation
    u, c, losses = np.zeros(x.shape[1]), 0.0, []
    factor = {"half": 1, "sum": 2 * len(x), "uphill": -2}.get(mistake, 2) * rate
    if mistake == "start":
        c = y.mean()
    for _ in range(steps):
        error = z @ u + c - (y.mean() if mistake == "crossed" else y)
        spread = np.var(y) if mistake == "crossed" else 0
        losses.append(np.mean(error**2) + spread)
        u = u - factor * np.mean(z * error[:, None], axis=0)
        c = c - (0 if mistake == "no bias" else factor * np.mean(error))
        if mistake == "after":
            losses[-1] = np.mean((z @ u + c - y) ** 2)
    losses = np.array(losses)
    if mistake == "for z":
        return u, c, losses
    weights = u / np.where(deviation == 0, 1, deviation)
    if mistake == "half back":
        return weights, c, losses
    return weights, c - mean @ weights, losses


def slips(x, y, rate, steps):
    """Return weights, bias and losses of common mistakes, by description."""
    with np.errstate(all="ignore"):
        named = {words: oracle(x, y, rate, steps, key) for words, key in MISTAKES.items()}
    right = oracle(x, y, rate, steps)
    flat = np.std(np.float64(x), axis=0) == 0
    if flat.any():
        named[FLAT] = np.where(flat, np.nan, right[0]), np.nan, right[2] * np.nan
        named[FLAT + " (all)"] = right[0] * np.nan, np.nan, right[2] * np.nan
    more = oracle(x, y, rate, steps + 1)
    return named | {
        "loss and gradients are halved": times(0.5, oracle(x, y, rate, steps, "half")),
        "loss and gradients are sums, not means": times(len(x), oracle(x, y, rate, steps, "sum")),
        "one step too many": more,
        "the losses are halved": (*right[:2], right[2] / 2),
        "the losses are sums, not means": (*right[:2], right[2] * len(x)),
        "the roots of the losses": (*right[:2], np.sqrt(right[2])),
        "the loss after the last step is there too": (*right[:2], more[2]),
        "only the last loss": (*right[:2], np.array(right[2][-1:]).sum()),
    }


def times(factor, result):
    """Return the weights, the bias, and the losses times a factor."""
    return *result[:2], result[2] * factor


def compare(got, x, y, rate, steps):
    """Hold the weights, the bias and the losses against the oracle."""
    many = len(got) if isinstance(got, (list, tuple)) else 1
    assert_equal(many, 3, what="the number of results", slips={"the losses are missing": 2})
    named = slips(x, y, rate, steps)
    wants, shapes = oracle(x, y, rate, steps), misshaped(x, steps)
    for index in (2, 0, 1):
        causes = {words: result[index] for words, result in named.items()}
        want, what = np.asarray(wants[index]), f"the {NAMES[index]} after {steps} steps"
        assert_shape(got[index], want.shape, dtype="float32", slips=shapes[index])
        # Means, spreads and steps are rounded one after the other: by 6e-7 in float32.
        assert_close(got[index], want, atol=1e-5, slips=causes, what=what)


def misshaped(x, steps):
    """Return the shapes of common mistakes."""
    d = x.shape[1]
    return (
        {
            "the weights are a matrix of one column": (d, 1),
            "the bias is among the weights": (d + 1,),
        },
        {"the bias is a vector of one number": (1,), "one bias for each sample": (len(x),)},
        {"the loss after the last step is there too": (steps + 1,), "only the last loss": ()},
    )


def drawn(rng, n, d):
    """Return x with columns of unlike means and spreads, and y."""
    x, y, weights = draw(rng, (n, d), (n,), (d,), dtype="float64")
    y = y + x @ weights + rng.uniform(2, 4)
    x = x * np.geomspace(0.5, 8, d) + rng.uniform(1, 3, d)
    return x.astype("float32"), y.astype("float32")


def ask(probes, x, y, rate, steps):
    """Call fit_by_descent and compare."""
    compare(probes.call("fit_by_descent", x, y, rate, steps), x, y, rate, steps)


def test_example(probes):
    """fit_by_descent gives what the docstring's example shows"""
    ask(probes, np.float32([[10], [30]]), np.float32([1, 5]), 0.25, 2)


@points(1)
@after(test_example)
def test_one_step(probes, rng):
    """one step from zeros goes against the gradients, on standardized columns"""
    for n, d in [(9, 3), (6, 1)]:
        ask(probes, *drawn(rng, n, d), RATE, 1)


@points(1.5)
@after(test_one_step)
def test_steps(probes, rng):
    """after several steps the weights, the bias and the losses before each step are right"""
    for n, d, rate, steps in [(12, 3, RATE, 4), (7, 2, RATE / 2, 3), (30, 1, RATE, 12)]:
        ask(probes, *drawn(rng, n, d), rate, steps)


@points(0.5)
@after(test_steps)
def test_equal_values(probes, rng):
    """a column of one whole number is 0 in z, and has the weight 0; a tiny spread is divided by"""
    x, y = drawn(rng, 8, 3)
    x[:, 1] = rng.integers(1, 9)  # sums of small integers are exact: the spread is 0, not 1e-8
    x[:, 2] *= np.float32(1e-8)
    ask(probes, x, y, RATE, 3)


@points(0.5)
@after(test_steps)
def test_no_steps(probes, rng):
    """without a step there are only zeros, and no losses"""
    x, y = drawn(rng, 8, 3)
    for steps in (2, 0):
        ask(probes, x, y, RATE, steps)


NAMES = ("weights", "bias", "losses")
FLAT = "a spread of 0 in the divisor: 0 / 0 is NaN"
MISTAKES = {
    "the columns are not standardized": "raw",
    "the columns are centered, but not divided by their deviations": "centered",
    "the columns are divided by their variances, not by their deviations": "variance",
    "the deviation of a sample, divided by n - 1, not by n": "sample",
    "the bias is for z, not for x": "half back",
    "the weights and the bias are for z, not for x": "for z",
    "every prediction meets every target: (n, 1) - (n,) is (n, n)": "crossed",
    "the factor 2 is missing in the gradients": "half",
    "the gradients are of the sum, not of the mean": "sum",
    "uphill: the gradient is added": "uphill",
    "the bias starts at the mean of y, not at 0": "start",
    "the bias does not learn": "no bias",
    "the losses are those after each step": "after",
}
