"""Checks of siamese."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    draw,
    numeric_gradient,
    points,
)

# Embeddings are sums of 32 products of order one; float32 rounds such sums by about 1e-6.
ROOM = 1e-5


def embedded(weights, x, activation=np.tanh):
    """Return the base's 8 numbers for each sample."""
    flat = x.reshape(len(x), -1).astype(float)
    return activation(flat @ weights[0] + weights[1]) @ weights[2] + weights[3]


def oracle(weights, left, right):
    """Return the Euclidean distance of each pair."""
    gap = embedded(weights, left) - embedded(weights, right)
    return np.sqrt(np.sum(gap**2, axis=-1, keepdims=True))


def slips(weights, left, right):
    """Return the distances of mistaken models."""
    one, other = embedded(weights, left), embedded(weights, right)
    gap, lengths = one - other, [np.linalg.norm(x, axis=-1, keepdims=True) for x in (one, other)]
    bare = [embedded(weights, x, lambda z: z) for x in (left, right)]
    ramp = [embedded(weights, x, lambda z: np.maximum(z, 0)) for x in (left, right)]
    return {
        "the sum of absolute differences": np.sum(np.abs(gap), axis=-1, keepdims=True),
        "the mean of the squares instead of their sum": np.sqrt(
            np.mean(gap**2, axis=-1, keepdims=True)
        ),
        "the cosine": np.sum(one * other, axis=-1, keepdims=True) / lengths[0] / lengths[1],
        "the base has no tanh": np.linalg.norm(bare[0] - bare[1], axis=-1, keepdims=True),
        "ReLU instead of tanh": np.linalg.norm(ramp[0] - ramp[1], axis=-1, keepdims=True),
        "the distance of the inputs, not of the base's outputs": inputs_apart(left, right),
    }


def slopes(weights, left, right, upstream=1.0):
    """Return the gradients of sum(upstream * distance) in left and right; 0 for equal pairs."""
    apart = (oracle(weights, left, right) > 0) * upstream
    in_left = numeric_gradient(lambda x: oracle(weights, x, right), left, apart)
    return in_left, numeric_gradient(lambda x: oracle(weights, left, x), right, apart)


def inputs_apart(left, right):
    """Return the Euclidean distance of the inputs."""
    return np.linalg.norm((left - right).reshape(len(left), -1), axis=-1, keepdims=True)


def shapes(size):
    """Return the shapes of the base's weights."""
    return [[size, 32], [32], [32, 8], [8]]


def form(shape):
    """Return the model's description from outside."""
    wanted = sorted(shapes(int(np.prod(shape))))
    return {
        "kind": "model",
        "inputs": [[None, *shape]] * 2,
        "outputs": [None, 1],
        "weights": wanted,
    }


def misread(shape):
    """Return the descriptions of mistaken models."""
    wanted = shapes(int(np.prod(shape)))
    return {
        "inputs": {"one input; left and right should be two": [[None, *shape]]},
        "outputs": {
            "the axis of length 1 is missing (keepdims)": [None],
            "the differences, not the distance": [None, 8],
            "the two embeddings joined, not their distance": [None, 16],
        },
        "weights": {
            "there are two bases; call the same base on both sides": sorted(wanted * 2),
            "only the first dense layer is shared": sorted([*wanted, *wanted[2:]]),
            "only the last dense layer is shared": sorted([*wanted, *wanted[:2]]),
        },
    }


def drawn(rng, shape):
    """Return weights under which the values stay of order one, and a batch of pairs."""
    sizes = shapes(int(np.prod(shape[1:])))
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in sizes]
    return weights, *draw(rng, shape, shape)


def test_form(probes):
    """siamese returns a model with two inputs, one distance, and the weights of one base"""
    for shape in [(6,), (4, 3)]:
        got, causes = probes.siamese(shape), misread(shape)
        for part, want in form(shape).items():
            assert_equal(got[part], want, what=PARTS[part], slips=causes.get(part))


@points(2)
@after(test_form)
def test_distance(probes, rng):
    """the output is the Euclidean distance between the base's outputs, either way round"""
    for shape in [(5, 6), (1, 4, 3)]:
        weights, left, right = drawn(rng, shape)
        got = probes.distance(weights, left, right)
        for distance, pair in zip(got, [(left, right), (right, left)], strict=True):
            assert_close(distance, oracle(weights, *pair), atol=ROOM, slips=slips(weights, *pair))


@points(1)
@after(test_distance)
def test_gradient(probes, rng):
    """the gradient of the distance is right in left and in right"""
    (weights, left, right), upstream = drawn(rng, (4, 6)), draw(rng, (4, 1))
    got = probes.distance_gradient(weights, left, right, upstream)["gradients"]
    for mine, want, side in zip(got, slopes(weights, left, right, upstream), SIDES, strict=True):
        assert_gradient(mine, want, atol=ROOM, what=f"the gradient in {side}")


@points(1)
@after(test_gradient)
def test_equal_pairs(probes, rng):
    """a pair of equal inputs has distance 0 and gradient 0; other pairs stay right"""
    weights, left, right = drawn(rng, (5, 4, 3))
    right[[0, 3]] = left[[0, 3]]
    got, want = probes.distance_gradient(weights, left, right), oracle(weights, left, right)
    # up to 0.001 is allowed where the distance is 0
    assert_close(got["distance"], want, atol=2e-3, what="the distance")
    for mine, slope in zip(got["gradients"], slopes(weights, left, right), strict=True):
        assert_gradient(mine, slope, atol=ROOM, slips={ROOT: broken(slope)})


def broken(slope):
    """Return this gradient as a root at 0 spoils it."""
    return np.where(np.any(slope != 0, axis=(1, 2), keepdims=True), slope, np.nan)


SIDES = ("left", "right")
ROOT = "the slope of the root at 0 is infinite, and infinity times 0 is NaN"
PARTS = {
    "kind": "the returned object",
    "inputs": "the list of input shapes",
    "outputs": "the shape of the output",
    "weights": "the list of weight shapes",
}
