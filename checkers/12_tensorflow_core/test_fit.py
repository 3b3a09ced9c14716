"""Checks of fit."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    forbids,
    points,
)

pytestmark = forbids("keras")

RATE = 0.5


def losses_of(kernel, bias, x, y):
    """Return the softmax crossentropy of each sample."""
    return -np.log(softmax(x @ kernel + bias)[np.arange(len(y)), y])


def stepped(kernel, bias, x, y, rate, mistake=None):
    """Return kernel and bias after a step of descent on the mean loss."""
    logits, hot = x @ kernel + bias, np.eye(len(bias))[y]
    shares = softmax(logits)
    miss = shares - hot
    if mistake == "squares":
        miss = 2 * (logits - hot) / len(bias)
    elif mistake == "twice":
        outer = softmax(shares) - hot
        miss = shares * (outer - np.sum(outer * shares, axis=1, keepdims=True))
    miss = rate * miss / (1 if mistake == "sum" else len(y))
    return kernel - x.T @ miss, bias - miss.sum(axis=0)


def softmax(logits):
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def walked(weights, x, y, epochs, rate, mistake=None):
    """Return each step's losses and the weights after it; epochs are lists of batches."""
    kernel, bias = (np.asarray(part, float) for part in weights)
    rows = []
    for batches in epochs:
        rows.append([])
        for batch in batches:
            before = losses_of(kernel, bias, x[batch], y[batch])
            kernel, bias = stepped(kernel, bias, x[batch], y[batch], rate, mistake)
            rows[-1].append((before, losses_of(kernel, bias, x[batch], y[batch])))
    return rows, (kernel, bias)


def sizes_of(n, batch):
    """Return the sizes of one epoch's batches."""
    return [min(batch, n - start) for start in range(0, n, batch)]


def orders_of(got, n, epochs, batch):
    """Return each epoch's batches of sample numbers, after holding their sizes and their sum."""
    order, sizes = np.asarray(got["order"]), sizes_of(n, batch)
    rows = [row[1:] for row in np.split(order, np.flatnonzero(order == -1))[1:]]
    slips = {"the last, shorter batch is missing": ([batch] * (n // batch)) * epochs}
    slips[MANY if epochs else "an epoch is run all the same"] = sizes * (epochs + 1)
    slips["only one epoch"] = sizes
    slips["batch is taken for the number of batches"] = sizes_of(n, -(-n // batch)) * epochs
    slips["the shorter batch comes first"] = sizes[::-1] * epochs
    slips["the last batch is filled up"] = [batch] * (len(sizes) * epochs)
    slips["all samples are one batch"] = [n] * epochs
    slips["each step calls the model twice"] = [size for size in sizes * epochs for _ in "ab"]
    assert_equal([len(row) for row in rows], sizes * epochs, what=SIZES, slips=slips)
    found = [rows[k * len(sizes) : (k + 1) * len(sizes)] for k in range(epochs)]
    for number, epoch in enumerate(found, start=1):
        what = f"the numbers of the samples used in epoch {number}, sorted"
        assert_close(np.sort(np.concatenate(epoch)), np.arange(n), dtype="float32", what=what)
    return [[row.astype(int) for row in epoch] for epoch in found]


def drawn(rng, n, features, classes):
    weights = draw(rng, (features, classes), (classes,))
    x, y = draw(rng, (n, features)), draw(rng, (n,), dtype="int32", high=classes)
    return weights, x, y


def numbered(x):
    """Return x with the samples' numbers in front."""
    return np.column_stack([np.arange(len(x), dtype="float32"), x])


def ask(probes, weights, x, y, epochs, batch, rate=RATE):
    """Call fit on x with the samples' numbers in front."""
    return probes.fit_once(weights, numbered(x), y, rate, epochs, batch)


def compare(got, weights, x, y, epochs, batch, rate=RATE):
    """Hold losses and weights against the path over the batches that were used."""
    rows = compare_steps(got, weights, x, y, epochs, batch, rate)
    compare_losses(got, rows, len(x))


def compare_steps(got, weights, x, y, epochs, batch, rate=RATE):
    """Hold the weights against the path over the batches that were used; return their losses."""
    orders = orders_of(got, len(x), epochs, batch)
    rows, want = walked(weights, x, y, orders, rate)
    paths = {words: walked(weights, x, y, orders, rate, m)[1] for words, m in MISTAKES.items()}
    for number, name in enumerate(("kernel", "bias")):
        slips = {words: path[number] for words, path in paths.items()}
        slips["the weights do not change"] = weights[number]
        what = f"the {name} after {epochs} epochs"
        assert_close(got[name], want[number], what=what, slips=slips)
    return rows


def compare_losses(got, rows, n):
    """Hold the losses of the epochs; rows are those of the samples before and after each step."""
    losses = [np.mean(np.concatenate([before for before, _ in row])) for row in rows]
    slips = {
        MEANS: [np.mean([before.mean() for before, _ in row]) for row in rows],
        "the losses are of the batches after their steps": [
            np.mean(np.concatenate([later for _, later in row])) for row in rows
        ],
        "only the last batch counts": [row[-1][0].mean() for row in rows],
        "only the first batch counts": [row[0][0].mean() for row in rows],
        "the losses are added up, not averaged": np.multiply(losses, n),
        "the means of the batches are added up": [sum(b.mean() for b, _ in row) for row in rows],
        "the loss of each step, not of each epoch": [b.mean() for row in rows for b, _ in row],
        "only the last epoch": losses[-1:],
    }
    what, kind = "the losses", "tensor"
    slips = {words: np.asarray(value) for words, value in slips.items()}
    assert_close(got["losses"], losses, dtype="float32", what=what, slips=slips, kind=kind)


def test_example(probes):
    """fit gives what the docstring's example shows"""
    weights, x = [np.zeros((2, 2), "float32"), np.zeros(2, "float32")], np.eye(2, dtype="float32")
    y = np.array([0, 1])
    compare(ask(probes, weights, x, y, 2, 2, rate=1.0), weights, x, y, 2, 2, 1.0)


@points(1)
def test_steps(probes, rng):
    """each epoch uses every sample once, in small batches, each a step down its mean loss"""
    for n, batch in [(7, 3), (3, 8)]:
        weights, x, y = drawn(rng, n, 4, 3)
        compare_steps(ask(probes, weights, x, y, 2, batch), weights, x, y, 2, batch)


@points(0.5)
@after(test_example)
@after(test_steps)
def test_losses(probes, rng):
    """the loss of an epoch is the mean over its samples, each before the step of its batch"""
    weights, x, y = drawn(rng, 8, 2, 4)
    compare(ask(probes, weights, x, y, 3, 5), weights, x, y, 3, 5)


@points(0.5)
@after(test_steps)
def test_no_epochs(probes, rng):
    """without epochs the result is empty and nothing changes"""
    weights, x, y = drawn(rng, 4, 3, 5)
    compare_steps(ask(probes, weights, x, y, 1, 4), weights, x, y, 1, 4)
    compare(ask(probes, weights, x, y, 0, 4), weights, x, y, 0, 4)


@points(1)
@after(test_steps)
def test_order(probes, rng):
    """the order is random, another in each epoch, and the same for the same seed"""
    (weights, x, y), seed = drawn(rng, 12, 3, 4), int(rng.integers(1, 1000))
    seeds, found = [seed, seed, seed + 1], []
    for got in probes.fit_with_seeds(weights, numbered(x), y, RATE, seeds):
        compare_steps(got, weights, x, y, 2, 12)
        found.append([batches[0].tolist() for batches in orders_of(got, 12, 2, 12)])
    assert_equal(facts_of(*found), dict.fromkeys(FACTS, True), what=SHOWN, slips=ORDERS)


@points(1)
@after(test_steps)
def test_in_graph(probes, rng):
    """the steps run as a graph: the model's Python code runs at most three times"""
    weights, x, y = drawn(rng, 7, 3, 2)
    got = probes.fit_in_python(weights, numbered(x), y, RATE, 5, 3)
    compare_steps(got, weights, x, y, 5, 3)
    few = "1, 2 or 3"
    runs = few if got["runs"] in (1, 2, 3) else str(got["runs"])
    slips = {EAGER: "15", TRACED: "5", TRACED_TWICE: "10"}
    assert_equal(runs, few, what="the number of runs of the model's Python code", slips=slips)


def facts_of(first, again, other):
    """Return what is true of the orders of two epochs, of a second call, and of another seed."""
    one, two = first
    seen = [one != list(range(12)), one != two, first == again, one != other[0]]
    return dict(zip(FACTS, seen, strict=True))


SHOWN = "what the orders show"
FACTS = ["epoch 1 is shuffled", "epoch 2 has another order"]
FACTS += ["the same seed repeats the orders", "another seed has another order"]
ORDERS = {
    "the samples are not shuffled": dict(zip(FACTS, [False, False, True, False], strict=True)),
    "the order of epoch 1 is used in every epoch": dict(
        zip(FACTS, [True, False, True, True], strict=True)
    ),
    "the seed is not used": dict(zip(FACTS, [True, True, False, True], strict=True)),
    "every seed gives the same orders": dict(zip(FACTS, [True, True, True, False], strict=True)),
}
MANY = "one pass too many over the samples"
SIZES = "the list of batch sizes, over all epochs"
MISTAKES = {
    "the gradients are of the sum of the losses, not of their mean": "sum",
    "the loss is a mean of squares, not the softmax crossentropy": "squares",
    "softmax is applied twice: the model gives logits": "twice",
}
MEANS = "the batches' means are averaged, as if the shorter batch were full"
EAGER = "it ran in every step: there is no graph, or a Python number is traced for each value"
TRACED = "it ran in each epoch: make the tf.function only once"
TRACED_TWICE = "it ran twice in each epoch: make the tf.function only once"
