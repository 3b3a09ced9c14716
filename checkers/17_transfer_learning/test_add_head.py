"""Checks of add_head."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    assert_shape,
    draw,
    points,
)

EPSILON, MOMENTUM = 1e-3, 0.99  # of keras.layers.BatchNormalization


def drawn(rng, shape, filters, classes):
    """Return the weights of the backbone and of the head, and inputs."""
    weights = draw(rng, (shape[-1], filters), (filters,))
    weights += [draw(rng, (filters,), low=0.5, high=2), draw(rng, (filters,), low=0, high=1)]
    weights += [draw(rng, (filters,), low=-1, high=1), draw(rng, (filters,), low=0.5, high=2)]
    return weights, draw(rng, (filters, classes), (classes,)), draw(rng, shape)


def features_of(weights, x, training):
    """Return the features, and the statistics after the call, without Dropout."""
    kernel, bias, gamma, beta, *used = (np.float64(weight) for weight in weights)
    x, axes = np.float64(x) @ kernel + bias, tuple(range(x.ndim - 1))
    own = [x.mean(axis=axes), x.var(axis=axes)]
    mean, variance = own if training else used
    moved = [MOMENTUM * a + (1 - MOMENTUM) * b for a, b in zip(used, own, strict=True)]
    x = gamma * (x - mean) / np.sqrt(variance + EPSILON) + beta
    return np.maximum(x, 0), moved if training else used


def logits_of(weights, head, x, *, training=False, pool=np.mean):
    """Return the logits."""
    features, _ = features_of(weights, x, training)
    features = pool(features, axis=(1, 2)) if features.ndim > 2 else features
    return features @ np.float64(head[0]) + head[1]


def slips(weights, head, x):
    """Return the logits of common mistakes, by description."""
    right = logits_of(weights, head, x)
    odds = np.exp(right - right.max(axis=1, keepdims=True))
    return {
        "probabilities, not logits: a softmax is at the end": odds / odds.sum(1, keepdims=True),
        "a relu after the head": np.maximum(right, 0),
        "the largest value over h and w, not the mean": logits_of(weights, head, x, pool=np.max),
        "the sum over h and w, not the mean": logits_of(weights, head, x, pool=np.sum),
        "BatchNormalization uses the batch's statistics": logits_of(
            weights, head, x, training=True
        ),
    }


def compare(got, weights, head, x):
    """Hold what is trained, and the logits."""
    compare_shapes(got, weights, head)
    wrong = slips(weights, head, x)
    assert_close(got["output"], logits_of(weights, head, x), slips=wrong, what="the logits")


def shape_slips(weights, head):
    """Return the shapes of trained weights after common mistakes."""
    shapes, rest = [list(part.shape) for part in head], weights[1:4]
    kernels = [[[1, 1, *weights[0].shape]], [list(weights[0].shape)]]
    own = [[*shapes[:1], *kernel, *(list(r.shape) for r in rest), shapes[1]] for kernel in kernels]
    found = [sorted(group, key=len, reverse=True) for group in own]
    return {
        "the backbone is not frozen": found[0],
        "the backbone is not frozen: all is trained": found[1],
        "nothing is trained: the head is frozen too": [],
        "the head has no bias": shapes[:1],
    }


def test_example(probes, rng):
    """only the kernel (c, classes) and the bias (classes,) of the head are trained"""
    weights, head, x = drawn(rng, (3, 8, 8, 1), 4, 5)
    got = probes.add_head(weights, head, x)
    compare_shapes(got, weights, head)
    assert_shape(got["output"], (3, 5), dtype="float32")


def compare_shapes(got, weights, head):
    """Hold the shapes of what is trained."""
    want = [list(part.shape) for part in head]
    what = "the list of the trained weights' shapes"
    assert_equal(got["trained"], want, what=what, slips=shape_slips(weights, head))


@points(1)
@after(test_example)
def test_picture(probes, rng):
    """a picture of features is averaged over height and width, and the head gives logits"""
    for shape, filters, classes in [((2, 5, 3, 2), 4, 3), ((1, 2, 4, 3), 2, 6)]:
        weights, head, x = drawn(rng, shape, filters, classes)
        compare(probes.add_head(weights, head, x), weights, head, x)


@points(0.5)
@after(test_example)
def test_features(probes, rng):
    """a backbone may give features (batch, c), too"""
    for shape, filters, classes in [((4, 3), 5, 2), ((1, 6), 3, 4)]:
        weights, head, x = drawn(rng, shape, filters, classes)
        compare(probes.add_head(weights, head, x, picture=False), weights, head, x)


@points(1.5)
@after(test_picture)
def test_inference(probes, rng):
    """with training=True the backbone drops nothing, and its moving statistics stay"""
    for picture, shape in [(True, (3, 4, 2, 2)), (False, (5, 3))]:
        weights, head, x = drawn(rng, shape, 4, 3)
        got = probes.add_head(weights, head, x, training=True, picture=picture)
        compare(got, weights, head, x)
        still(got, weights, x)


@points(1)
@after(test_inference)
def test_thawed(probes, rng):
    """all this holds even if backbone.trainable is set to True later"""
    for picture, shape in [(True, (4, 3, 2, 2)), (False, (6, 3))]:
        weights, head, x = drawn(rng, shape, 3, 4)
        got = probes.add_head(weights, head, x, training=True, picture=picture, thawed=True)
        compare(got, weights, head, x)
        still(got, weights, x)


def still(got, weights, x):
    """Hold the moving statistics after a call."""
    moved = features_of(weights, x, training=True)[1]
    for mine, want, wrong in zip(got["statistics"], weights[4:], moved, strict=True):
        assert_close(mine, want, slips={MOVED: wrong}, what="moving statistics after the call")


@points(0.5)
@after(test_picture)
def test_unbuilt(probes, rng):
    """a backbone that was never built is a ValueError"""
    for picture, shape in [(True, (2, 3, 3, 2)), (False, (4, 3))]:
        given = drawn(rng, shape, 3, 2)
        compare(probes.add_head(*given, picture=picture), *given)
        assert_raises(ValueError, probes.add_head, *given, picture=picture, built=False)


MOVED = "a call with training=True moves them: pass training=False to the backbone"
