"""Checks of add_head."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
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


def slips(got, weights, head, x):
    """Return the logits of common mistakes, by description."""
    right = logits_of(weights, head, x)
    first, second = np.array(got["output"]), np.array(got["again"])
    is_random = first.shape == second.shape and not np.array_equal(first, second)
    odds = np.exp(right - right.max(axis=1, keepdims=True))
    return {
        "probabilities, not logits: a softmax is at the end": odds / odds.sum(1, keepdims=True),
        "a relu after the head": np.maximum(right, 0),
        "the largest value over h and w, not the mean": logits_of(weights, head, x, pool=np.max),
        "the sum over h and w, not the mean": logits_of(weights, head, x, pool=np.sum),
        "BatchNormalization uses the batch's statistics": logits_of(
            weights, head, x, training=True
        ),
        "two calls differ: the backbone's Dropout drops something": first if is_random else np.nan,
    }


def compare(got, weights, head, x):
    """Hold what is trained, the logits of two calls, and the moving statistics after them."""
    compare_shapes(got, head)
    wrong, want = slips(got, weights, head, x), logits_of(weights, head, x)
    parts = [("the logits", got[call], want, wrong) for call in ("output", "again")]
    moved = twice_moved(weights, x)
    for mine, kept, bad in zip(got["statistics"], weights[4:], moved, strict=True):
        parts.append(("moving statistics after two calls", mine, kept, {MOVED: bad}))
    for what, mine, right, causes in parts:
        assert_close(mine, right, dtype="float32", slips=causes, what=what)


def twice_moved(weights, x):
    """Return the moving statistics after two calls in which they move."""
    once = features_of(weights, x, training=True)[1]
    return features_of([*weights[:4], *once], x, training=True)[1]


def compare_shapes(got, head):
    """Hold the shapes of what is trained."""
    want, filters = [list(part.shape) for part in head], len(head[0])
    more = len(got["trained"]) > len(want)
    wrong = {
        "the backbone is not frozen": got["trained"] if [filters] in got["trained"] else None,
        "there is a hidden layer in the head": got["trained"] if more else None,
        "the picture is flattened, not averaged": (
            got["trained"] if got["trained"][1:] == want[1:] else None
        ),
        "nothing is trained: the head is frozen too": [],
        "the head has no bias": want[:1],
    }
    assert_equal(got["trained"], want, what="the list of the trained weights' shapes", slips=wrong)


def test_example(probes, rng):
    """only the kernel (c, classes) and the bias (classes,) of the head are trained"""
    given = drawn(rng, (3, 8, 8, 1), 4, 5)
    compare(probes.add_head(*given), *given)


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


@points(1)
@after(test_inference)
def test_thawed(probes, rng):
    """all this holds even if backbone.trainable is set to True later"""
    for picture, shape in [(True, (4, 3, 2, 2)), (False, (6, 3))]:
        weights, head, x = drawn(rng, shape, 3, 4)
        got = probes.add_head(weights, head, x, training=True, picture=picture, thawed=True)
        compare(got, weights, head, x)


@points(0.5)
@after(test_picture)
def test_unbuilt(probes, rng):
    """a backbone that was never built is a ValueError"""
    for picture, shape in [(True, (2, 3, 3, 2)), (False, (4, 3))]:
        given = drawn(rng, shape, 3, 2)
        compare(probes.add_head(*given, picture=picture), *given)
        assert_raises(ValueError, probes.add_head, *given, picture=picture, built=False)


MOVED = "a call with training=True moves them: pass training=False to the backbone"
