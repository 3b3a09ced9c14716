"""Checks of EmaModel."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    draw,
    numeric_gradient,
    points,
)

EPSILON = 1e-3  # of keras.layers.BatchNormalization


def output(weights, x):
    """Return what a dense layer gives; with four more weights, after a norm in inference."""
    if len(weights) > 2:
        gamma, beta, mean, variance = weights[:4]
        x = gamma * (x - mean) / np.sqrt(variance + EPSILON) + beta
    return x @ weights[-2] + weights[-1]


def loss_of(weights, x, y, training=True):
    """Return the mean squared error."""
    if len(weights) > 2 and training:
        weights = [*weights[:2], x.mean(axis=0), x.var(axis=0), *weights[4:]]
    return np.mean((output(weights, x) - y) ** 2)


def step(weights, x, y, rate, training=True):
    """Return the weights after a step of SGD; a norm's statistics move half the way."""
    moved = [w - rate * slope(weights, i, x, y, training) for i, w in enumerate(weights)]
    if len(weights) > 2 and not training:
        moved[2:4] = weights[2:4]
    elif len(weights) > 2:
        moved[2:4] = (weights[2] + x.mean(axis=0)) / 2, (weights[3] + x.var(axis=0)) / 2
    return moved


def slope(weights, i, x, y, training):
    def loss(value):
        return loss_of([*weights[:i], value, *weights[i + 1 :]], x, y, training)

    return numeric_gradient(loss, weights[i])


def course(weights, batches, rate, training=True):
    """Return the weights at the start and after each step."""
    path = [weights]
    for x, y in batches:
        path.append(step(path[-1], x, y, rate, training))
    return path


def averaged(path, decay, start=None):
    """Return the averages at the end of a path of weights."""
    averages = path[0] if start is None else start
    for weights in path[1:]:
        averages = [decay * a + (1 - decay) * w for a, w in zip(averages, weights, strict=True)]
    return averages


def drawn(rng, features, units, *, normed):
    """Return weights and batches of different sizes."""
    weights = draw(rng, (features, units), (units,))
    if normed:
        gamma, variance = draw(rng, (features,), (features,), low=0.5, high=2.0)
        beta, mean = draw(rng, (features,), (features,))
        weights = [gamma, beta, mean, variance, *weights]
    batches = [draw(rng, (n, features), (n, units)) for n in (4, 6)]
    return weights, batches


def test_form(probes, rng):
    """EmaModel has one average for each weight of the inner model, and trains none of them"""
    weights, _ = drawn(rng, 3, 2, normed=True)
    got = probes.ema_form(weights, draw(rng, (5, 3)))
    assert_shape(got["output"], (5, 2), dtype="float32")
    slips = {TRAINED: sorted([*FEWER, *SIZES])}
    assert_equal(got["trained"], sorted(FEWER), what="the list of trained shapes", slips=slips)
    sizes = [list(np.shape(average)) for average in got["averages"]]
    assert_equal(sizes, SIZES, what="the list of the averages' shapes", slips={SOME: FEWER})


@points(1)
@after(test_form)
def test_start(probes, rng):
    """it computes as the inner model does, and each average starts at its weight's value"""
    (weights, _), x = drawn(rng, 3, 2, normed=True), draw(rng, (5, 3))
    got = probes.ema_form(weights, x)
    assert_close(got["output"], output(weights, x), what="the output")
    for average, weight, what in zip(got["averages"], weights, NORMED, strict=True):
        assert_close(average, weight, what=what)


@points(1)
@after(test_form)
def test_training(probes, rng):
    """the inner model is trained as it would be by itself, and its loss is reported"""
    weights, batches = drawn(rng, 3, 2, normed=False)
    got, path = probes.ema_steps(weights, 0.8, 0.1, batches), course(weights, batches, 0.1)
    pulled = pulled_to_averages(weights, batches, 0.8, 0.1)
    for i, part in enumerate(("the kernel", "the bias")):
        slips = {"it is trained from the averages": pulled[i], "it is not trained": weights[i]}
        assert_close(got["weights"][i], path[-1][i], what=f"{part} after two steps", slips=slips)
    want = [loss_of(*at) for at in zip(path[:2], *zip(*batches, strict=True), strict=True)]
    assert_close(np.array(got["losses"]), want, what="the losses of two steps")


def pulled_to_averages(weights, batches, decay, rate):
    """Return the weights if each step ended with the averages in their place."""
    for x, y in batches:
        weights = averaged([weights, step(weights, x, y, rate)], decay)
    return weights


@points(2)
@after(test_start)
def test_averages(probes, rng):
    """after each step each average moves toward its weight by 1 - decay, trained or not"""
    weights, batches = drawn(rng, 3, 2, normed=True)
    got, path = probes.ema_steps(weights, 0.6, 0.1, batches), course(weights, batches, 0.1)
    untold = course(weights, batches, 0.1, training=False)
    for i, want in enumerate(averaged(path, 0.6)):
        slips = {words: slip[i] for words, slip in slips_of(path, 0.6, untold).items()}
        assert_close(got["averages"][i], want, what=f"{NORMED[i]} after two steps", slips=slips)


@points(2)
@after(test_averages)
def test_swap(probes, rng):
    """swap() exchanges weights and averages; a second swap() restores both"""
    (weights, batches), x = drawn(rng, 3, 2, normed=False), draw(rng, (5, 3))
    pairs = swapped(weights, batches, 0.7, 0.1)
    got = probes.ema_swap(weights, 0.7, 0.1, batches, x)
    for seen, (there, other), times in zip(got, pairs, ("one swap", "two swaps"), strict=True):
        slips, what = {UNSWAPPED: output(other, x)}, f"the output after {times}"
        assert_close(seen["output"], output(there, x), what=what, slips=slips)
        kept, what = seen["averages"], f"the averages after {times}"
        assert_close(flat(kept), flat(other), what=what, slips={SAME: flat(there)})


def swapped(weights, batches, decay, rate):
    """Return (weights, averages) after one swap, and after two."""
    path = course(weights, batches, rate)
    pair = averaged(path, decay), path[-1]
    return [pair, pair[::-1]]


def flat(values):
    """Return the numbers of all arrays, one after the other."""
    return np.concatenate([np.ravel(value) for value in values])


def slips_of(path, decay, untold):
    zeros = [0 * weight for weight in path[0]]
    return {
        "decay and 1 - decay are swapped": averaged(path, 1 - decay),
        "the average uses the weights from before the step": averaged([path[0], *path[:-1]], decay),
        "the averages start at zero": averaged(path, decay, start=zeros),
        "it is the weight itself, not its average": path[-1],
        "it never moves": path[0],
        "the norm runs in inference even in fit: call has no parameter training": averaged(
            untold, decay
        ),
        "the plain mean of all weights so far": [
            np.mean(w, axis=0) for w in zip(*path, strict=True)
        ],
        "it moves twice per step": averaged(
            [path[0], *(weights for weights in path[1:] for _ in range(2))], decay
        ),
    }


SIZES = [[3], [3], [3], [3], [3, 2], [2]]
FEWER = [[3], [3], [3, 2], [2]]
UNSWAPPED = "the weights are unchanged"
SAME = "the averages have the weights' values"
TRAINED = "the averages are trained too"
SOME = "only the trained weights have an average"
NORMED = (
    "the average of gamma",
    "the average of beta",
    "the average of the moving mean",
    "the average of the moving variance",
    "the average of the kernel",
    "the average of the bias",
)
