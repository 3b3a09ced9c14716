"""Checks of SGD."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids("keras")

# Exact in float32, so that it makes no difference how a rate becomes a tensor.
RATES = [3 / 16, 5 / 64]


def oracle(starts, gradients, rates):
    """Return the variables after a step for each row of gradients and its rate."""
    values = [start.astype(float) for start in starts]
    for row, rate in zip(gradients, rates, strict=True):
        steps = [0 if g is None else rate * whole(g) for g in row]
        values = [value - step for value, step in zip(values, steps, strict=True)]
    return values


def whole(gradient):
    """Return a gradient as one array; the rows of slices that occur twice are added up."""
    if not isinstance(gradient, dict):
        return gradient.astype(float)
    total = np.zeros(gradient["shape"])
    np.add.at(total, gradient["indices"], gradient["values"])
    return total


def slips_of(start, slopes, rates):
    """Return where one variable is after common mistakes."""
    start, slopes = start.astype(float), [0 * start if g is None else whole(g) for g in slopes]
    steps = [rate * slope for rate, slope in zip(rates, slopes, strict=True)]
    return {
        "uphill: the gradient is added": start + sum(steps),
        "the learning rate is not used": start - sum(slopes),
        "the variable does not change": start,
        "the step takes the place of the variable": -steps[-1],
        "the learning rate is always the first": start - rates[0] * sum(slopes),
        "each step is taken twice": start - 2 * sum(steps),
    }


def compare(got, starts, gradients, rates, more=None, dtype="float32"):
    """Hold every variable against the oracle."""
    want = oracle(starts, gradients, rates)
    for number, (part, wanted) in enumerate(zip(got, want, strict=True)):
        slips = slips_of(starts[number], [row[number] for row in gradients], rates) | (more or {})
        backwards = [row[-1 - number] for row in gradients]
        if all(getattr(slope, "shape", ()) == starts[number].shape for slope in backwards):
            slips[REVERSED] = oracle([starts[number]], [[slope] for slope in backwards], rates)[0]
        what = f"variable {number} after {len(gradients)} steps"
        assert_close(part, wanted, dtype=dtype, what=what, slips=slips)


def test_example(probes):
    """SGD gives what the docstring's example shows"""
    setting = [np.float32([1, 2])], [[np.float32([1, -2])]], [0.5]
    compare(probes.sgd_after_steps(*setting), *setting)


@points(0.5)
@after(test_example)
def test_values(probes, rng):
    """each variable loses learning_rate times its own gradient, in every step"""
    for shapes, steps in [([(2,), (2,)], 2), ([(2, 3), (3,), ()], 3)]:
        starts, rates = [np.asarray(draw(rng, s)) for s in shapes], RATES[:1] * steps
        gradients = [[np.asarray(draw(rng, s)) for s in shapes] for _ in range(steps)]
        compare(probes.sgd_after_steps(starts, gradients, rates), starts, gradients, rates)


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """variables of float64 and of float16 keep their dtype and its precision"""
    for dtype in ("float64", "float16"):
        starts, rates = draw(rng, (3, 2), (2,), dtype=dtype), RATES[:1]
        gradients = [draw(rng, (3, 2), (2,), dtype=dtype)]
        if dtype == "float64":  # close to zero afterwards, where float32 would be too coarse
            pairs = zip(starts, *gradients, strict=True)
            gradients = [[start * 5.3 + slope / 100 for start, slope in pairs]]
        got = probes.sgd_after_steps(starts, gradients, rates)
        compare(got, starts, gradients, rates, dtype=dtype)


@points(0.5)
@after(test_example)
def test_none(probes, rng):
    """a variable without a gradient stays, and the others take their own steps"""
    starts = draw(rng, (2, 2), (2, 2), (2, 2))
    gradients = [[draw(rng, (2, 2)), None, draw(rng, (2, 2))], [None, None, draw(rng, (2, 2))]]
    got = probes.sgd_after_steps(starts, gradients, RATES[:1] * 2)
    wrong = {SHIFTED: starts[0] - RATES[0] * (gradients[0][0] + gradients[1][2])}
    compare(got, starts, gradients, RATES[:1] * 2, wrong)


@points(0.5)
@after(test_example)
def test_slices(probes, rng):
    """of tf.IndexedSlices, each row counts as often as its index occurs"""
    table, values = draw(rng, (5, 2), (4, 2))
    slices = {"values": values, "indices": np.array([3, 0, 3, 1]), "shape": np.array([5, 2])}
    once, mean = np.zeros((5, 2)), np.zeros((5, 2))
    once[slices["indices"]] = values
    mean[[0, 1, 3]] = values[1], values[3], (values[0] + values[2]) / 2
    wrong = {ONCE: table - RATES[0] * once, MEAN: table - RATES[0] * mean}
    got = probes.sgd_after_steps([table], [[slices]], RATES[:1])
    compare(got, [table], [[slices]], RATES[:1], wrong)


@points(0.5)
@after(test_example)
def test_wrong_number(probes, rng):
    """a list of the wrong length is a ValueError, and no variable changes"""
    starts, slopes = draw(rng, (3,), (2,)), draw(rng, (3,), (2,), (4,))
    for given in (slopes[:1], slopes, []):
        got, count = probes.sgd_with_wrong_number(starts, given), f"for {len(given)} gradients"
        assert_equal(got["error"], "ValueError", what=f"what is raised {count}", slips=SILENT)
        found, want = np.concatenate(got["variables"]), np.concatenate(starts)
        assert_close(found, want, what=STAY, slips=early(starts, slopes))


def early(starts, slopes):
    """Return the variables if some changed before the error."""
    moved = [start - slope / 2 for start, slope in zip(starts, slopes[:2], strict=True)]
    return {EARLY: np.concatenate([moved[0], starts[1]]), LATE: np.concatenate(moved)}


@points(0.5)
@after(test_example)
def test_attribute(probes, rng):
    """learning_rate is a float32 variable, 0.01 by default"""
    start, slope = draw(rng, (3,), (3,))
    got = probes.sgd_by_default(start, slope)
    assert_equal(got["kind"], "float32 tf.Variable", what="the type of learning_rate", slips=KINDS)
    assert_close(got["variable"], start - 0.01 * slope, what="the variable by default")


@points(0.5)
@after(test_attribute)
def test_learning_rate(probes, rng):
    """a new learning_rate counts from the next step on, in a traced graph too"""
    start, *slopes = draw(rng, (3,), (3,), (3,), (3,))
    starts, gradients = [start], [[slope] for slope in slopes]
    for mode, rates in [("eager", [RATES[0], *RATES]), ("graph", [*RATES, RATES[0]])]:
        got = probes.sgd_after_steps(starts, gradients, rates, mode=mode)
        compare(got, starts, gradients, rates)


KINDS = {
    "a graph keeps a Python number as it was when it was traced": "float",
    "it is float64, not float32": "float64 tf.Variable",
}
SHIFTED = "the gradients that are not None are given to the first variables: None is dropped"
ONCE = "of rows with the same index only the last one counts"
MEAN = "rows with the same index are averaged"
SILENT = {"nothing is raised": "nothing", "an AssertionError, from assert": "AssertionError"}
REVERSED = "the gradients are taken in reversed order"
STAY = "both variables, one behind the other, after a list of the wrong length"
LATE = "all variables were changed before the error: look at the length first"
EARLY = "it was changed before the error: look at the length first"
