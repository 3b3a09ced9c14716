"""Checks of Momentum."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras")


def oracle(start, slopes, learning_rate=0.01, momentum=0.9, nesterov=False, mistake=None):
    """Return one variable after each step; a slope that is None leaves everything as it is."""
    variable, velocity, path = start.astype(float), start * 0.0 + (mistake == "ones"), []
    for slope in slopes:
        if slope is not None:
            if mistake == "shared":
                velocity = momentum * velocity - learning_rate * 3 * slope
            step, old = learning_rate * slope, velocity
            velocity = momentum * velocity - step
            ahead = momentum * velocity - step
            moves = {"old": old, "both": velocity + nesterov * ahead}
            variable = variable + moves.get(mistake, ahead if nesterov else velocity)
        elif mistake == "forgets":
            velocity = 0 * velocity
        path.append(variable)
    return np.stack(path)


def slips_of(start, slopes, setting):
    """Return the path of one variable after common mistakes."""
    rate, momentum = (DEFAULTS | setting)["learning_rate"], (DEFAULTS | setting)["momentum"]
    filled = [0 * start if slope is None else slope for slope in slopes]
    wrong = {words: {"mistake": mistake} for words, mistake in MISTAKES.items()}
    wrong["no velocity: plain descent"] = {"momentum": 0.0, "nesterov": False}
    wrong["nesterov is not used"] = {"nesterov": False}
    wrong["always nesterov"] = {"nesterov": True}
    wrong["uphill: the gradient is added"] = {"learning_rate": -rate}
    wrong["the learning rate is not used"] = {"learning_rate": 1.0}
    wrong["momentum is not used, it is always 0.9"] = {"momentum": 0.9}
    damped = {"learning_rate": rate * (1 - momentum)}
    wrong["the gradient is multiplied by 1 - momentum"] = damped
    if start.dtype == np.float64:
        rounded = {"learning_rate": rate, "momentum": momentum}
        wrong[COARSE] = {name: float(np.float32(value)) for name, value in rounded.items()}
    paths = {words: oracle(start, slopes, **(setting | rest)) for words, rest in wrong.items()}
    gone_on = "the velocity of a variable without gradient goes on"
    return paths | {gone_on: oracle(start, filled, **setting)}


def compare(got, starts, gradients, setting, dtype="float32"):
    """Hold the path of every variable against the oracle."""
    for number, (part, start) in enumerate(zip(got, starts, strict=True)):
        slopes = [row[number] for row in gradients]
        slips = slips_of(start, slopes, setting)
        what = f"variable {number}, a row for each of {len(slopes)} steps"
        assert_close(part, oracle(start, slopes, **setting), dtype=dtype, what=what, slips=slips)


def drawn(rng, shapes, steps, dtype="float32"):
    starts = [np.asarray(draw(rng, shape, dtype=dtype)) for shape in shapes]
    rows = [[np.asarray(draw(rng, s, dtype=dtype)) for s in shapes] for _ in range(steps)]
    return starts, rows


def test_example(probes):
    """Momentum gives what the docstring's example shows"""
    starts, gradients = [np.float32([1])], [[np.float32([1])]] * 2
    setting = {"learning_rate": 0.5, "momentum": 0.75}
    compare(probes.momentum_after_steps(starts, gradients, setting), starts, gradients, setting)


@points(1)
@after(test_example)
def test_path(probes, rng):
    """every variable has its own velocity, over 20 steps"""
    starts, gradients = drawn(rng, [(2, 3), (3,), ()], 20)
    for setting in ({"learning_rate": 0.1, "momentum": 0.75}, {}):
        got = probes.momentum_after_steps(starts, gradients, setting)
        compare(got, starts, gradients, setting)


@points(0.5)
@after(test_example)
def test_nesterov(probes, rng):
    """nesterov=True moves the variable by where the new velocity leads next"""
    starts, gradients = drawn(rng, [(4,), (2, 2)], 6)
    setting = {"learning_rate": 0.2, "momentum": 0.6, "nesterov": True}
    compare(probes.momentum_after_steps(starts, gradients, setting), starts, gradients, setting)


@points(0.5)
@after(test_example)
def test_none(probes, rng):
    """a variable without a gradient stays, and so does its velocity"""
    starts, gradients = drawn(rng, [(3,), (3,), (3,)], 5)
    for step, number in [(0, 0), (2, 1), (3, 1), (3, 0)]:
        gradients[step][number] = None
    setting = {"learning_rate": 0.25, "momentum": 0.5}
    compare(probes.momentum_after_steps(starts, gradients, setting), starts, gradients, setting)


@points(0.5)
@after(test_example)
def test_dtype(probes, rng):
    """velocities have their variables' dtype, and steps its precision"""
    _, gradients = drawn(rng, [(3,), (2, 2)], 4, "float64")
    for nesterov in (False, True):
        setting = {"learning_rate": 4.3, "momentum": 0.7, "nesterov": nesterov}
        # Near zero after the first step, where float32 would be too coarse.
        starts = [4.3 * (1.7 if nesterov else 1.0) * 1.01 * slope for slope in gradients[0]]
        got = probes.momentum_after_steps(starts, gradients, setting)
        compare(got, starts, gradients, setting, dtype="float64")


@points(0.5)
@after(test_example)
def test_in_graph(probes, rng):
    """the velocities change in a tf.function too, with nesterov as without"""
    starts, gradients = drawn(rng, [(3,), (2,)], 5)
    for nesterov in (False, True):
        setting = {"learning_rate": 0.25, "momentum": 0.5, "nesterov": nesterov}
        got = probes.momentum_after_steps(starts, gradients, setting, mode="graph")
        compare(got, starts, gradients, setting)


@points(1)
@after(test_example)
def test_restored(probes, rng):
    """an optimizer restored from a checkpoint in the middle continues the path, in a graph too"""
    starts, gradients = drawn(rng, [(3,), (2, 2)], 20)
    for mode, nesterov in (("eager", False), ("graph", True)):
        setting = {"learning_rate": 0.125, "momentum": 0.75, "nesterov": nesterov}
        got = probes.momentum_continued(starts, gradients, setting, 8, mode=mode)
        compare_restored(got, starts, gradients, setting)


def compare_restored(got, starts, gradients, setting):
    """Hold the path of every variable over the restart."""
    for number, (part, start) in enumerate(zip(got, starts, strict=True)):
        slopes, what = [row[number] for row in gradients], f"variable {number}, {RESTORED}"
        want, slips = oracle(start, slopes, **setting), broken(start, slopes, setting)
        assert_close(part, want, dtype="float32", what=what, slips=slips)


def broken(start, slopes, setting):
    """Return the path over a restart after 8 steps that loses the velocity."""
    begin = oracle(start, slopes[:8], **setting)
    return {LOST: np.concatenate([begin, oracle(begin[-1], slopes[8:], **setting)])}


DEFAULTS = {"learning_rate": 0.01, "momentum": 0.9}
MISTAKES = {
    "the variable moves by the old velocity, not the new one": "old",
    "the velocities begin at 1, not at 0": "ones",
    "two optimizers share their velocities: they are kept on the class": "shared",
    "the variable moves by the velocity, and then again by nesterov's row": "both",
    "the velocity of a variable without gradient is forgotten": "forgets",
}
COARSE = "the settings went through float32: tf.cast makes one of a Python number first"
RESTORED = "a row for each of 20 steps, restored after 8"
LOST = "the velocities are zeros again: the checkpoint does not hold them"
