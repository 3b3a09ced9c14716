"""Checks of accumulate."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed

UNCONNECTED = "a weight that the loss does not reach has no gradient: return zeros"


def gradients_of(kernel, bias, x, y, factor=2.0):
    """Return the gradients of softmax regression's mean loss on factor * x, in kernel and bias."""
    logits = factor * x @ kernel + bias
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    miss = (odds / odds.sum(axis=1, keepdims=True) - np.eye(len(bias))[y]) / len(y)
    return [factor * x.T @ miss, miss.sum(axis=0)]


def gradients_of_error(kernel, bias, x, y):
    """Return the gradients of the mean squared error of x @ kernel + bias."""
    miss = 2 * (x @ kernel + bias - y) / y.size
    return [x.T @ miss, miss.sum(axis=0)]


def joined(batches):
    """Return the one large batch."""
    return [np.concatenate(parts) for parts in zip(*batches, strict=True)]


def slips(of, kernel, bias, batches, part):
    """Return one of the two gradients after common mistakes, by the function of a batch."""
    want, sizes = of(kernel, bias, *joined(batches))[part], [len(x) for x, _ in batches]
    each = [of(kernel, bias, *batch)[part] for batch in batches]
    wrong = {
        "all zeros: the batches can be read only once, and were read before": 0 * want,
        "batches are averaged without regard to their sizes": sum(each) / len(each),
        "the batches' gradients are added up, not averaged": sum(each),
        "not divided by the number of samples": want * sum(sizes),
        "only the last batch counts": each[-1],
        "only the first batch counts": each[0],
        "every batch counts as much as the first": sum(each) * sizes[0] / sum(sizes),
        "divided by the number of batches, not of samples": want * sum(sizes) / len(each),
        "divided by the number of samples, but not multiplied by each size": sum(each) / sum(sizes),
    }
    penalty = (0.2 * kernel, 0.1 * bias)[part]
    wrong["the regularization (model.losses) is included"] = want + penalty
    if of is gradients_of:
        still = gradients_of(kernel, bias, *joined(batches), 1.0)[part]
        wrong["the model runs without training=True"] = still
    return wrong


def drawn(rng, features, classes, sizes):
    kernel, bias = draw(rng, (features, classes), (classes,))
    xs = [draw(rng, (size, features)) for size in sizes]
    return kernel, bias, [[x, draw(rng, (len(x),), dtype="int32", high=classes)] for x in xs]


def given(got, cause=None):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=cause)
    return got


def compare(got, of, kernel, bias, batches):
    """Hold both gradients against those of one large batch, and the kernel against itself."""
    if isinstance(got, dict):
        assert_close(got["kernel"], kernel, what=MOVED)
        got = got["gradients"]
    shapes = [None if part is None else list(getattr(part, "shape", [])) for part in given(got)]
    wanted = [list(kernel.shape), list(bias.shape)]
    wrong = {UNBUILT: [], "the order is another one": wanted[::-1], "one is missing": wanted[:1]}
    wrong["the gradients are flattened"] = [[kernel.size], [bias.size]]
    assert_equal(shapes, wanted, what="the list of shapes", slips=wrong)
    for part, want in enumerate(of(kernel, bias, *joined(batches))):
        what = f"the gradient of the {('kernel', 'bias')[part]}"
        assert_close(got[part], want, slips=slips(of, kernel, bias, batches, part), what=what)


def test_example(probes):
    """accumulate gives what the docstring's example shows"""
    x, y = np.float32([[1], [2], [3]]), np.zeros((3, 1), "float32")
    setting = np.ones((1, 1)), np.zeros(1), [[x[:2], y[:2]], [x[2:], y[2:]]]
    compare(probes.accumulate(*setting), gradients_of_error, *setting)


@points(0.5)
@after(test_example)
def test_equal_sizes(probes, rng):
    """equal batches give the gradients of one large batch, with training=True"""
    setting = drawn(rng, 3, 4, [5, 5, 5])
    compare(probes.accumulate(*setting), gradients_of, *setting)


@points(0.5)
@after(test_example)
def test_unequal_sizes(probes, rng):
    """batches of different sizes count by their sizes, and the variables stay as they are"""
    for sizes in ([2, 7, 1], [4]):
        setting = drawn(rng, 4, 3, sizes)
        compare(probes.accumulate(*setting), gradients_of, *setting)


@points(0.5)
@after(test_example)
def test_embedding(probes, rng):
    """an embedding's gradient is dense, and a weight that the loss does not reach has zeros"""
    for sizes in ((3, 1), (2,)):
        table, want = draw(rng, (6, 3)), np.zeros((6, 3))
        batches = [[draw(rng, (n, 2), dtype="int32", high=6), draw(rng, (n, 2, 3))] for n in sizes]
        ids, y = joined(batches)
        np.add.at(want, ids, 2 * (table[ids] - y) / y.size)
        got, unused = given(probes.accumulate(table, None, batches))
        if isinstance(got, dict):
            raise CheckFailed(SPARSE, got=got, rung="kind", cause=SLICES)
        wrong = {"a row that occurs twice in a batch counts once": once(table, batches, y.size)}
        assert_close(got, want, slips=wrong, what="the embedding's gradient")
        unused = given(unused, UNCONNECTED)
        assert_close(unused, np.zeros((3, 3)), slips=NUMBER, what="the unused weight's gradient")


@points(0.5)
@after(test_example)
def test_unbuilt(probes, rng):
    """the model may be unbuilt"""
    setting = drawn(rng, 2, 4, [3, 2])
    compare(probes.accumulate(*setting, built=False), gradients_of, *setting)


def once(table, batches, size):
    """Return the table's gradient if each batch counts every row once."""
    total = np.zeros(table.shape)
    for ids, y in batches:
        part = np.zeros(table.shape)
        part[ids] = 2 * (table[ids] - y) / size
        total += part
    return total


SPARSE = "the embedding's gradient: not a tensor"
SLICES = "it is still tf.IndexedSlices: make it dense"
NUMBER = {"a single number; every entry should have its own": np.zeros(())}
UNBUILT = "the variables were asked for before the first call: an unbuilt model has none"
MOVED = "the kernel afterwards, which must stay as it is"
