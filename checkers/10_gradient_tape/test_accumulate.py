"""Checks of accumulate."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def gradients_of(kernel, bias, x, y, factor=2.0):
    """Return the gradients of softmax regression's mean loss on factor * x, in kernel and bias."""
    logits = factor * x @ kernel + bias
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    miss = (odds / odds.sum(axis=1, keepdims=True) - np.eye(len(bias))[y]) / len(y)
    return [factor * x.T @ miss, miss.sum(axis=0)]


def oracle(kernel, bias, batches, factor=2.0):
    """Return the gradients of one large batch."""
    x, y = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    return gradients_of(kernel, bias, x, y, factor)


def slips(kernel, bias, batches, part):
    """Return one of the two gradients after common mistakes."""
    want, sizes = oracle(kernel, bias, batches)[part], [len(x) for x, _ in batches]
    each = [gradients_of(kernel, bias, *batch)[part] for batch in batches]
    return {
        "all zeros: the batches can be read only once, and were read before": 0 * want,
        "batches are averaged without regard to their sizes": sum(each) / len(each),
        "the batches' gradients are added up, not averaged": sum(each),
        "not divided by the number of samples": want * sum(sizes),
        "only the last batch counts": each[-1],
        "only the first batch counts": each[0],
        "every batch counts as much as the first": sum(each) * sizes[0] / sum(sizes),
        "the sum over the samples is divided by the number of batches": want
        * sum(sizes)
        / len(each),
        "the model runs without training=True": oracle(kernel, bias, batches, 1.0)[part],
        "the regularization (model.losses) is included": want + 0.2 * (kernel, 0)[part],
    }


def drawn(rng, features, classes, sizes):
    kernel, bias = draw(rng, (features, classes), (classes,))
    xs = [draw(rng, (size, features)) for size in sizes]
    return kernel, bias, [[x, draw(rng, (len(x),), dtype="int32", high=classes)] for x in xs]


def test_structure(probes, rng):
    """accumulate returns a gradient for each trainable variable, of its shape"""
    got = probes.accumulate(*drawn(rng, 3, 4, [2, 2]))
    shapes = [None if part is None else list(getattr(part, "shape", [])) for part in got]
    assert_equal(shapes, [[3, 4], [4]], what="the list of shapes")


@points(1)
@after(test_structure)
def test_equal_sizes(probes, rng):
    """equal batches give the gradients of one large batch, with training=True"""
    setting = drawn(rng, 3, 4, [5, 5, 5])
    got = probes.accumulate(*setting)
    for part, want in enumerate(oracle(*setting)):
        assert_close(got[part], want, slips=slips(*setting, part))


@points(1)
@after(test_equal_sizes)
def test_unequal_sizes(probes, rng):
    """batches of different sizes count by their sizes"""
    setting = drawn(rng, 4, 3, [2, 7, 1])
    got = probes.accumulate(*setting)
    for part, want in enumerate(oracle(*setting)):
        assert_close(got[part], want, slips=slips(*setting, part))
