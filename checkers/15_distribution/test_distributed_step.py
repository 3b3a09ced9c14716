"""Checks of distributed_step."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed

CAUSES = {
    "finite": "the mean of no samples is NaN: add up, and divide by global_size",
    "kind": "float() leaves TensorFlow: return the tensor",
}
CALLS = {"a second forward pass: use the first one's loss": 2.0}
OWN = "each replica divides by its own size"


def sizes_of(xs):
    return np.repeat([len(x) for x in xs], [len(x) for x in xs])


def oracle(kernel, bias, steps, strength=0.0, factor=2.0, **other):
    """Return the losses of SGD with momentum on one device, and the weights after it.

    `own` weighs a sample by its replica's size, `rate` scales the gradient, `loss` scales the
    penalties.
    """
    keep = other.get("momentum", 0.9)
    weights, losses, slots = [kernel.astype(float), bias.astype(float)], [], [0.0, 0.0]
    for xs, ys in steps:
        x, y = factor * np.concatenate(xs), np.concatenate(ys)
        miss = x @ weights[0] + weights[1] - y
        share = other.get("own", lambda xs: 1 / len(np.concatenate(xs)))(xs) * np.ones(len(x))
        l2 = strength * other.get("loss", 1.0) * np.array([1.0, 0.5])
        penalty = sum(c * np.sum(w**2) for c, w in zip(l2, weights, strict=True))
        losses.append(share @ np.mean(miss**2, axis=1) + penalty)
        back = 2 * share[:, None] * miss / y.shape[1]
        slopes = [x.T @ back + 2 * l2[0] * weights[0], back.sum(axis=0) + 2 * l2[1] * weights[1]]
        slots = [keep * s - 0.1 * g for s, g in zip(slots, slopes, strict=True)]
        rate = other.get("rate", 1.0)
        weights = [w + rate * s for w, s in zip(weights, slots, strict=True)]
    return losses, weights


def variants(kernel, bias, steps, strength, factor):
    """Return losses and weights that each mistake gives."""
    setting = (kernel, bias, steps, strength)
    first = [[[xs[0]], [ys[0]]] for xs, ys in steps]
    found = {
        f"{OWN}, so that the means are added up": {"own": lambda xs: 1 / sizes_of(xs)},
        f"{OWN}, and by the number of replicas": {"own": lambda xs: 0.5 / sizes_of(xs)},
        "the penalties count once for each replica": {"loss": 2.0},
        "the penalties (model.losses) are left out": {"loss": 0.0},
        "only half of the penalties is counted": {"loss": 0.5},
        "the loss is divided by the number of replicas": {"own": halved, "loss": 0.5},
        "the losses are divided by the number of replicas too": {"own": halved},
        "the loss is not divided by global_size": {"own": lambda xs: 1.0},
    }
    found = {said: oracle(*setting, factor, **how) for said, how in found.items()}
    found["the model runs without training=True"] = oracle(*setting, 1.0)
    if all(len(xs[0]) for xs, _ in steps):
        found["only the first replica's samples"] = oracle(kernel, bias, first, strength, factor)
    return found


def halved(xs):
    return 0.5 / len(np.concatenate(xs))


def slips_of_loss(setting, number):
    """Return the loss of a step that each mistake gives."""
    kernel, bias, steps, strength, factor = setting
    right = oracle(*setting)[0]
    later = oracle(*setting[:2], steps[: number + 1], strength, factor)[1]
    again = oracle(*later, [steps[number]], strength, factor)[0][0]
    found = {said: losses[number] for said, (losses, _) in variants(*setting).items()}
    xs, ys = steps[number]
    if number == 0:
        parts = [
            oracle(kernel, bias, [[[x], [y]]], 0.0, factor)[0][0] * len(x)
            for x, y in zip(xs, ys, strict=True)
            if len(x)
        ]
        whole, penalty = sum(map(len, xs)), right[0] - oracle(*setting[:3], 0.0, factor)[0][0]
        found["the part of the first replica, not the sum"] = parts[0] / whole + penalty / 2
    found["the optimizer's momentum is left out"] = oracle(*setting, momentum=0.0)[0][number]
    found["the loss after the update, not before it"] = again
    return found


def slips_of_weights(setting, part):
    """Return a weight that each mistake gives."""
    found = {said: weights[part] for said, (_, weights) in variants(*setting).items()}
    found["the weights are not updated"] = setting[part]
    twice = "the gradients are added up twice: the optimizer does it"
    found[twice] = oracle(*setting, rate=2.0)[1][part]
    found["the optimizer's momentum is left out"] = oracle(*setting, momentum=0.0)[1][part]
    start, stop = setting[part], oracle(*setting)[1][part]
    found["the optimizer is applied twice"] = start + 2.9 * (stop - start)  # 1 + 0.9 + 1
    return found


def compare(got, kernel, bias, steps, strength=0.0, factor=2.0):
    """Hold the losses, and the weights on every replica, against one device's."""
    if got is None:
        raise CheckFailed("returned None", rung="none")
    setting = (kernel, bias, steps, strength, factor)
    losses, weights = oracle(*setting)
    for number, (loss, want) in enumerate(zip(got["losses"], losses, strict=True)):
        wrong, what = slips_of_loss(setting, number), f"the loss of step {number}"
        hold(loss, want, dtype="float32", slips=wrong, what=what, kind="tensor")
    for part, name in enumerate(("kernel", "bias")):
        wrong = slips_of_weights(setting, part)
        for place, value in zip(("first", "last"), got[name], strict=True):
            what = f"the {name} on the {place} replica, after the last step"
            hold(value, weights[part], slips=wrong, what=what)


def hold(got, want, **more):
    """Hold a value; say if it is NaN because there were no samples."""
    try:
        assert_close(got, want, **more)
    except CheckFailed as failure:
        failure.cause = failure.cause or CAUSES.get(failure.rung)
        raise


def drawn(rng, features, outputs, *steps):
    """Return kernel and bias, and for each step x and y of replicas with these sizes."""
    kernel, bias = draw(rng, (features, outputs), (outputs,))
    data = [
        [draw(rng, *[(size, width) for size in sizes]) for width in (features, outputs)]
        for sizes in steps
    ]
    return kernel, bias, data


def test_example(probes):
    """distributed_step gives the example's loss and weights, on one replica"""
    step = [[np.float32([[1.0], [2.0]])], [np.zeros((2, 1), "float32")]]
    setting = np.ones((1, 1), "float32"), np.zeros(1, "float32"), [step], 0.0, 1.0
    compare(probes.distributed_step(*setting), *setting)


@points(1.5)
@after(test_example)
def test_step(probes, rng):
    """on two replicas, loss and update are those of one device with all samples"""
    setting = *drawn(rng, 3, 2, (5, 2)), 0.0
    got = probes.distributed_step(*setting, mode="counted")
    compare(got, *setting)
    what = "the number of calls of the model on each replica"
    assert_equal(got["calls"], 1.0, what=what, slips=CALLS)


@points(1)
@after(test_step)
def test_penalties(probes, rng):
    """the sum of model.losses counts once"""
    setting = *drawn(rng, 2, 3, (3, 4)), 0.2
    compare(probes.distributed_step(*setting), *setting)


@points(0.5)
@after(test_step)
def test_no_samples(probes, rng):
    """a replica may have no samples"""
    setting = *drawn(rng, 2, 1, (3, 0)), 0.1
    compare(probes.distributed_step(*setting), *setting)


@points(1)
@after(test_step)
def test_graph(probes, rng):
    """three steps in one tf.function, with momentum, are right"""
    setting = *drawn(rng, 3, 2, (2, 1), (2, 1), (2, 1)), 0.1
    compare(probes.distributed_step(*setting, mode="graph"), *setting)
