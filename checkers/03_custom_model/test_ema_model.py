"""Checks of EmaModel."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
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


def test_example(probes):
    """EmaModel gives what the docstring's example shows"""
    start, batches = [np.float32([[8]])], [[np.float32([[1]]), np.float32([[0]])]]
    given = {"weights": start, "decay": 0.75, "rate": 0.5, "batches": batches}
    _, (weight,) = probes.ema_trained("EmaModel", **given)
    assert_close(weight, [[0.0]], what="the weight after the step", slips=WEIGHT_SLIPS)
    (average,) = probes.ema_steps("EmaModel", **given)
    assert_close(average, [[6.0]], what="its average", slips=EXAMPLE_SLIPS)


@after(test_example)
def test_form(probes, rng):
    """EmaModel has one variable for each weight of the inner model, and trains none of them"""
    weights, _ = drawn(rng, 3, 2, normed=True)
    trained, sizes, dtypes, kinds = probes.ema_form("EmaModel", weights, dtype="float64")
    slips = {TRAINED: sorted([*FEWER, *SIZES])}
    assert_equal(trained, sorted(FEWER), what="the list of trained shapes", slips=slips)
    slips = {SOME: FEWER, BACK: SIZES[::-1]}
    assert_equal(sizes, SIZES, what="the list of the averages' shapes", slips=slips)
    assert_equal(dtypes, DTYPES, what="the list of the averages' dtypes", slips=SINGLE)
    assert_equal(kinds, ["a variable"], what="the list of what the averages are", slips=KINDS)


@points(1)
@after(test_form)
def test_start(probes, rng):
    """it computes as the inner model does, and each average starts at its weight's value"""
    (weights, _), (later, _) = (drawn(rng, 3, 2, normed=True) for _ in range(2))
    x = draw(rng, (5, 3))
    result, averages = probes.ema_start("EmaModel", weights, x, later)
    slips = {TRAINING: output([*later[:2], x.mean(0), x.var(0), *later[4:]], x)}
    assert_close(result, output(later, x), what="the output", slips=slips)
    for average, *pair, what in zip(averages, weights, later, NORMED, strict=True):
        assert_close(average, pair[0], what=what, slips={LATER: pair[1]}, dtype="float32")


@points(1)
@after(test_form)
def test_training(probes, rng):
    """the inner model is trained as it would be by itself; its loss and metrics are reported"""
    weights, batches = drawn(rng, 3, 2, normed=False)
    logs, news = probes.ema_trained("EmaModel", weights, 0.8, 0.1, batches)
    path, summed = course(weights, batches, 0.1), course(weights, batches, 0.1 * 2)[-1]
    for new, want, slip, part in zip(news, path[-1], summed, DENSE, strict=True):
        assert_close(new, want, what=f"{part} after two steps", slips={SUMMED: slip})
    for got, before, after_it, batch in zip(logs, path[:2], path[1:], batches, strict=True):
        assert_equal(sorted(got), ["loss", "mae"], what="the list of names", slips=LOGS)
        for name, want, slips in told(before, after_it, *batch):
            assert_close(got[name], want, what=f"the {name} of a step", slips=slips)


@points(1)
@after(test_start)
def test_averages(probes, rng):
    """after each step, and only then, each average moves toward its weight, trained or not"""
    weights, batches = drawn(rng, 3, 2, normed=True)
    got, path = (
        probes.ema_steps("EmaModel", weights, 0.6, 0.1, batches),
        course(weights, batches, 0.1),
    )
    causes = slips_of(path, 0.6, course(weights, batches, 0.1, training=False))
    wants = enumerate(zip(got, averaged(path, 0.6), NORMED, strict=True))
    for i, (average, want, name) in wants:
        slips = {words: slip[i] for words, slip in causes.items()}
        assert_close(average, want, what=f"{name} after two steps", slips=slips)


@points(1)
@after(test_averages)
def test_fit(probes, rng):
    """the averages also move in fit, in a graph, at every step, from where they started"""
    (start, _), (weights, (_, (x, y))) = (drawn(rng, 3, 2, normed=False) for _ in range(2))
    got = probes.ema_fit("EmaModel", start, weights, decay=0.6, rate=0.1, x=x, y=y, batch=4)
    path = course(weights, [(x[:4], y[:4]), (x[4:], y[4:])] * 2, 0.1)
    wants, causes = averaged(path, 0.6, start), unfit(start, path, 0.6)
    for i, (average, want, name) in enumerate(zip(got, wants, NORMED[4:], strict=True)):
        slips = {words: slip[i] for words, slip in causes.items()}
        assert_close(average, want, what=f"{name} after fit", slips=slips)


@points(1)
@after(test_averages)
def test_decay(probes, rng):
    """a decay below 0 or not below 1 raises ValueError; with 0 the average is the weight"""
    (weights, batches), key = drawn(rng, 3, 2, normed=False), {"rate": 0.1, "refused": REFUSED}
    got = probes.ema_decays("EmaModel", weights, batch=batches[0], **key)
    assert_equal(got["refused"], ["ValueError"] * 3, what=OUTCOME, slips=LENIENT)
    path = course(weights, batches[:1], 0.1)
    for average, want, slip in zip(got["averages"], path[1], averaged(path, 0.99), strict=True):
        assert_close(average, want, what="the average with decay 0", slips={DEFAULT: slip})


@points(1)
@after(test_averages)
def test_swap(probes, rng):
    """swap() exchanges weights and averages; a second swap() restores both"""
    (weights, batches), x = drawn(rng, 3, 2, normed=False), draw(rng, (5, 3))
    pairs = swapped(weights, batches, 0.7, 0.1)
    got = probes.ema_swap("EmaModel", weights, 0.7, 0.1, batches, x)
    for seen, (there, other), times in zip(got, pairs, ("one swap", "two swaps"), strict=True):
        slips, what = {UNSWAPPED: output(other, x)}, f"the output after {times}"
        assert_close(seen["output"], output(there, x), what=what, slips=slips)
        kept, what = seen["averages"], f"the averages after {times}"
        slips = {SAME: flat(there), ZERO: 0 * flat(there)}
        assert_close(flat(kept), flat(other), what=what, slips=slips)


def told(before, after_it, x, y):
    """Yield the name of each number in the logs, its value, and what mistakes make of it."""
    off, later = output(before, x) - y, output(after_it, x) - y
    for name, now, late in (
        ("loss", np.mean(off**2), np.mean(later**2)),
        ("mae", np.abs(off).mean(), np.abs(later).mean()),
    ):
        yield name, now, {LATE: late, BOTH: (now + late) / 2}


def swapped(weights, batches, decay, rate):
    """Return (weights, averages) after one swap, and after two."""
    path = course(weights, batches, rate)
    pair = averaged(path, decay), path[-1]
    return [pair, pair[::-1]]


def unfit(start, path, decay):
    """Return the averages of mistaken models after two epochs of two steps."""
    return {
        STILL: start,
        "it moves once per epoch": averaged(path[::2], decay, start),
        "fit or its first step starts it anew, from the weights of that moment": averaged(
            path, decay
        ),
    }


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


TRAINING = "the inner model runs in training though this is inference"
LATER = "it is the inner model's weight, not a copy made in __init__, or compile starts it anew"
ZERO = "it is zero"
BACK = "the averages are in the opposite order"
DEFAULT = "a decay of 0 counts as the default"
LOGS = {"only the loss is reported: return all logs of Keras's step": ["loss"]}
KINDS = {
    "fit moves the averages in a graph, which NumPy arrays do not allow": ["ndarray"],
    "a tensor cannot be assigned to": ["EagerTensor"],
}
WEIGHT_SLIPS = {
    "it is not trained": [[8.0]],
    "its average is put in its place": [[6.0]],
    "the output is scaled by the decay": [[3.5]],
    "Adam's step: the optimizer of `compile` is not used": [[7.999]],
}
SUMMED = "the gradient is of a sum over the outputs: the loss of `compile` is not used"
LATE = "measured after the step"
BOTH = "measured before and after the step, and averaged"
DENSE = "the kernel", "the bias"
STILL = "it never moves in a graph"
EXAMPLE_SLIPS = {
    "decay and 1 - decay are swapped": [[2.0]],
    "it does not move, or it moves before the step": [[8.0]],
    "it is the weight itself, or starts at zero": [[0.0]],
    "it moves twice: in the step, and once more in it, in a call or in evaluate": [[4.5]],
    "the plain mean of all weights so far": [[4.0]],
    "it moves in a call too": [[3.375]],
    "the averages are flat": [6.0],
}
REFUSED = [-0.1, 1.0, 1.5]
OUTCOME = "the outcome of decays of -0.1, 1.0 and 1.5"
LENIENT = {
    "no decay is refused": ["a model"] * 3,
    "a decay of 1 is not refused": ["ValueError", "a model", "ValueError"],
    "a decay below 0 is not refused": ["a model", "ValueError", "ValueError"],
    "a decay above 1 is not refused": ["ValueError", "a model", "a model"],
}
SIZES = [[3], [3], [3], [3], [3, 2], [2]]
DTYPES = ["float32"] * 4 + ["float64"] * 2
SINGLE = {
    f"they are {dtype} whatever the weights are": [dtype] * 6 for dtype in ("float32", "float64")
}
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
