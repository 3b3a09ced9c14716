"""Checks of discriminative_step."""

from functools import partial

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, numeric_gradient, points

FACTOR = 2.0  # of the layer between backbone and head, in training only
SIZES = (4, 3, 2)  # units of the three Dense layers


def loss_of(weights, x, y, strengths, factor=FACTOR):
    """Return the mean of (output - 2 * y)^2 plus the penalties."""
    k0, b0, k1, b1, k2, b2 = weights
    features = np.tanh(np.tanh(x @ k0 + b0) @ k1 + b1)
    error = factor * features @ k2 + b2 - 2 * y
    return np.mean(error**2) + strengths[0] * np.sum(k0**2) + strengths[1] * np.sum(k2**2)


def slopes_of(weights, *batch, **mistake):
    """Return the gradient of the loss in each weight."""
    slopes = []
    for at, weight in enumerate(weights):

        def loss(value, at=at):
            return loss_of([*weights[:at], value, *weights[at + 1 :]], *batch, **mistake)

        slopes.append(numeric_gradient(loss, weight))
    return slopes


def steps_of(case, *, momentum=0.0, rates=None, split=4, moved=range(6), late=False, **mistake):
    """Return the losses and the weights of all steps; `split` is where the fast weights begin.

    If the backbone comes late, the fast weights are the first two.
    """
    weights, xs, ys, own, strengths = case
    weights, rates = [np.float64(weight) for weight in weights], rates or own
    speeds, losses = [0 * weight for weight in weights], []
    for batch in zip(np.float64(xs), np.float64(ys), strict=True):
        losses.append(loss_of(weights, *batch, strengths, **mistake))
        slopes = slopes_of(weights, *batch, strengths, **mistake)
        for at in moved:
            rate = rates[at < 2 if late else at >= split]
            speeds[at] = momentum * speeds[at] - rate * slopes[at]
            weights[at] = weights[at] + speeds[at]
    return losses, weights


def in_turn(case):
    """Return the weights if the fast gradients come after the slow step, for one batch."""
    weights, xs, ys, rates, strengths = case
    weights, batch = [np.float64(w) for w in weights], (np.float64(xs[0]), np.float64(ys[0]))
    for part, rate in ((range(4), rates[0]), (range(4, 6), rates[1])):
        slopes = slopes_of(weights, *batch, strengths)
        pairs = enumerate(zip(weights, slopes, strict=True))
        weights = [w - rate * slope if at in part else w for at, (w, slope) in pairs]
    return weights


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


def slips(case, **how):
    """Return all weights, in one vector, after common mistakes."""
    slow, fast = case[3]
    bare = (*case[:4], (0.0, 0.0))
    named = {
        "the two optimizers are swapped": steps_of(case, rates=(fast, slow), **how),
        "`fast` moves everything": steps_of(case, rates=(fast, fast), **how),
        "`slow` moves everything": steps_of(case, rates=(slow, slow), **how),
        "the backbone is moved by both optimizers": (
            steps_of(case, rates=(slow + fast, fast), **how)
        ),
        "the head is not moved": steps_of(case, rates=(slow, 0.0), **how),
        "the backbone is not moved": steps_of(case, rates=(0.0, fast), **how),
        "the step goes uphill": steps_of(case, rates=(-slow, -fast), **how),
        "nothing is moved": steps_of(case, rates=(0.0, 0.0), **how),
        NO_TRAINING: steps_of(case, factor=1.0, **how),
        NO_PENALTY: steps_of(bare, **how),
        "the first layer is slow, all others are fast": steps_of(case, split=2, **how),
    }
    if "momentum" in how:
        named["momentum is lost: no state is kept from step to step"] = steps_of(case)
    if "moved" in how:
        named["frozen variables are moved"] = steps_of(case)
    return {words: flat(weights) for words, (_, weights) in named.items()} | {
        LATER: flat(in_turn(case))
    }


def loss_slips(case):
    """Return the first loss of common mistakes."""
    bare = (*case[:4], (0.0, 0.0))
    after, strengths = steps_of(case)[1], case[4]
    first = np.float64(case[1][0]), np.float64(case[2][0])
    return {
        NO_TRAINING: steps_of(case, factor=1.0)[0][0],
        NO_PENALTY: steps_of(bare)[0][0],
        "the loss after the step": loss_of(after, *first, strengths),
        "multiplied by the batch's size": len(first[0]) * steps_of(case)[0][0],
        "the sum of model.losses only": steps_of(case)[0][0] - steps_of(bare)[0][0],
    }


def drawn(rng, batch=5, steps=1, strengths=(0.0, 0.0), width=3):
    """Return weights, inputs, targets, both rates and the strengths of the penalties."""
    widths = (width, *SIZES)
    sizes = [s for at in range(3) for s in ((widths[at], widths[at + 1]), (widths[at + 1],))]
    weights = [part * np.float32(0.7) for part in draw(rng, *sizes)]
    xs, ys = draw(rng, (steps, batch, width), (steps, batch, SIZES[2]))
    slow, fast = rng.uniform(0.02, 0.04), rng.uniform(0.1, 0.2)
    return weights, xs, ys, (float(slow), float(fast)), strengths


def compare(got, case, *, in_graph=False, **how):
    """Hold the losses, all weights, and how often the model ran."""
    losses, weights = steps_of(case, **how)
    what = f"all weights after {len(losses)} steps"
    bad = partial(slips, case, **how)
    assert_close(got["weights"], flat(weights), dtype="float32", slips=bad, what=what)
    bad = partial(loss_slips, case) if len(losses) == 1 else None
    for loss, right in zip(got["losses"], losses, strict=True):
        assert_close(loss, right, dtype="float32", kind="tensor", slips=bad, what="the loss")
    if not in_graph:
        what, twice = "the number of calls of the model", {PASSES: 2 * len(losses)}
        assert_equal(got["passes"], len(losses), what=what, slips=twice)


def test_example(probes, rng):
    """discriminative_step returns the loss, a float32 scalar, and moves all weights"""
    case = drawn(rng)
    compare(probes.discriminative_step(*case[:4]), case)


@points(1)
@after(test_example)
def test_step(probes, rng):
    """`slow` moves the backbone, wherever it stands, `fast` the rest, by the gradients before"""
    for batch, width in [(6, 3), (1, 2)]:
        case = drawn(rng, batch, width=width)
        compare(probes.discriminative_step(*case[:4]), case)
    case = drawn(rng)
    compare(probes.discriminative_step(*case[:4], late=True), case, late=True)


@points(1)
@after(test_step)
def test_losses(probes, rng):
    """the sum of model.losses counts, and the model runs once, with training=True"""
    for strengths in [(0.05, 0.1), (0.2, 0.0)]:
        case = drawn(rng, strengths=strengths)
        got = probes.discriminative_step(*case[:4], strengths=strengths)
        compare(got, case)


@points(1)
@after(test_step)
def test_momentum(probes, rng):
    """both optimizers keep their state from step to step"""
    case = drawn(rng, steps=3)
    got = probes.discriminative_step(*case[:4], momentum=0.9)
    compare(got, case, momentum=0.9)


@points(1)
@after(test_step)
def test_frozen(probes, rng):
    """frozen variables stay, be it one layer of the backbone or all of it"""
    for frozen in [(0,), (0, 1)]:
        case = drawn(rng, steps=2)
        got = probes.discriminative_step(*case[:4], frozen=frozen)
        moved = [at for at in range(6) if at // 2 not in frozen]
        compare(got, case, moved=moved)


@points(0.5)
@after(test_momentum)
def test_graph(probes, rng):
    """it works in a tf.function that runs three times"""
    case = drawn(rng, steps=3, strengths=(0.1, 0.05))
    how = {"momentum": 0.9, "strengths": case[4]}
    got = probes.discriminative_step(*case[:4], **how, mode="graph")
    compare(got, case, momentum=0.9, in_graph=True)


NO_TRAINING = "the model runs without training=True"
NO_PENALTY = "the regularization losses (model.losses) are left out"
LATER = "the gradients of one optimizer are computed after the step of the other"
PASSES = "a second forward pass: one tape gives both lists of gradients"
