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
    bent = np.tanh(one) - np.tanh(other)
    return {
        "the sum of absolute differences": np.sum(np.abs(gap), axis=-1, keepdims=True),
        "the mean of the squares instead of their sum": np.sqrt(
            np.mean(gap**2, axis=-1, keepdims=True)
        ),
        "the cosine": np.sum(one * other, axis=-1, keepdims=True) / lengths[0] / lengths[1],
        "the base has no tanh": np.linalg.norm(bare[0] - bare[1], axis=-1, keepdims=True),
        "ReLU instead of tanh": np.linalg.norm(ramp[0] - ramp[1], axis=-1, keepdims=True),
        "tanh on the base's 8 numbers too": np.linalg.norm(bent, axis=-1, keepdims=True),
        "1 minus the cosine": 1 - np.sum(one * other, axis=-1, keepdims=True) / np.prod(lengths, 0),
        "only where left's numbers are larger": np.sqrt(
            np.sum(np.maximum(gap, 0) ** 2, axis=-1, keepdims=True)
        ),
        "the distance of the inputs, not of the base's outputs": inputs_apart(left, right),
    }


def slopes(weights, left, right, upstream=1.0):
    """Return the gradients of sum(upstream * distance) in left, right and the last kernel.

    Pairs of equal inputs add nothing.
    """
    apart = (oracle(weights, left, right) > 0) * upstream
    return [
        numeric_gradient(lambda x: oracle(weights, x, right), left, apart),
        numeric_gradient(lambda x: oracle(weights, left, x), right, apart),
        numeric_gradient(
            lambda w: oracle([*weights[:2], w, weights[3]], left, right), weights[2], apart
        ),
    ]


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
    size = int(np.prod(shape))
    wanted = shapes(size)
    return {
        "kind": {
            "the `return` is missing": "NoneType",
            "a function; expected a keras.Model": "function",
            "the distance is returned, not a keras.Model that ends there": "KerasTensor",
            "a subclass without a graph, not keras.Model(inputs, outputs)": GRAPHLESS,
        },
        "inputs": {
            "one input; left and right should be two": [[None, *shape]],
            "one input that holds both": [[None, 2, *shape]],
            "the inputs are flat; input_shape is the shape of each": [[None, size]] * 2,
        },
        "outputs": {
            "the axis of length 1 is missing (keepdims)": [None],
            "Flatten is missing": [None, *shape[:-1], 1],
            "the differences, not the distance": [None, 8],
            "the two embeddings joined, not their distance": [None, 16],
        },
        "weights": {
            "there are two bases; call the same base on both sides": sorted(wanted * 2),
            "only the first dense layer is shared": sorted([*wanted, *wanted[2:]]),
            "Flatten is missing": sorted(shapes(shape[-1])),
            "the biases are missing": sorted(wanted[::2]),
            "the dense layer of 8 units is missing": sorted(wanted[:2]),
            "the dense layer of 32 units is missing": [[8], [size, 8]],
            "the numbers of units are swapped": sorted([[size, 8], [8], [8, 32], [32]]),
            "only the last dense layer is shared": sorted([*wanted, *wanted[:2]]),
        },
    }


def drawn(rng, shape):
    """Return weights under which the values stay of order one, and a batch of pairs."""
    sizes = shapes(int(np.prod(shape[1:])))
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in sizes]
    return weights, *draw(rng, shape, shape)


def hold(got, shape):
    """Compare a model's description, part by part."""
    for part, want in form(shape).items():
        assert_equal(got[part], want, what=PARTS[part], slips=misread(shape).get(part))


def test_example(probes):
    """siamese gives what the docstring's example shows"""
    hold(probes.siamese((4, 3)), (4, 3))


@after(test_example)
def test_form(probes):
    """siamese returns a model with two inputs, one distance, and the weights of one base"""
    for shape in [(6,), (5, 2, 3)]:
        hold(probes.siamese(shape), shape)


@points(1.5)
@after(test_form)
def test_distance(probes, rng):
    """the output is the Euclidean distance between the base's outputs, either way round"""
    for shape in [(5, 6), (1, 4, 3)]:
        weights, left, right = drawn(rng, shape)
        got = probes.siamese(shape[1:], weights, left, right)
        for mine, pair, what in zip(got, [(left, right), (right, left)], ROUND, strict=True):
            want, causes = oracle(weights, *pair), slips(weights, *pair)
            assert_close(mine, want, atol=ROOM, slips=causes, what=what)


@points(1)
@after(test_distance)
def test_gradient(probes, rng):
    """the gradient of the distance is right in left, in right and in the weights"""
    (weights, left, right), upstream = drawn(rng, (4, 6)), draw(rng, (4, 1))
    got = probes.siamese((6,), weights, left, right, "gradient", upstream)
    want = slopes(weights, left, right, upstream)
    for mine, slope, of in zip([*got["inputs"], got["weights"][2]], want, OF, strict=True):
        assert_gradient(mine, slope, atol=ROOM, what=f"the gradient in {of}")


@points(0.5)
@after(test_gradient)
def test_close_pairs(probes, rng):
    """distances from 0.1 on, and their gradients, are right to 0.01 %"""
    weights, left, right = drawn(rng, (6, 4, 3))
    weights[3] = weights[3] + np.float32(8)  # far from 0, where squares of two numbers would cancel
    for _ in range(3):  # the distance is nearly linear, so this ends between 0.1 and 0.2
        gap = np.linspace(0.11, 0.19, 6)[:, None, None] / oracle(weights, left, right)[..., None]
        right = np.float32(left + (right - left) * gap)
    got = probes.siamese((4, 3), weights, left, right, "gradient")
    want, slips = oracle(weights, left, right), {LOW: np.full((6, 1), 0.0)}
    assert_close(got["distance"], want, atol=ROOM, what="the distance", slips=slips)
    for mine, slope, of in zip(
        got["inputs"], slopes(weights, left, right)[:2], OF[:2], strict=True
    ):
        # float32 rounds the base's outputs by about 1e-6, and a distance of 0.1 by 0.001 %
        assert_gradient(mine, slope, atol=1e-4, what=f"the gradient in {of}")


@points(0.5)
@after(test_gradient)
def test_equal_pairs(probes, rng):
    """a pair of equal inputs has distance 0 and gradient 0; other pairs stay right"""
    weights, left, right = drawn(rng, (5, 4, 3))
    right[[0, 3]] = left[[0, 3]]
    got = probes.siamese((4, 3), weights, left, right, "gradient")
    distance, want = got["distance"], oracle(weights, left, right)
    # at most 0.001 for equal inputs, which float32 rounds
    assert_close(distance, want, atol=0.001001, what="the distance", slips=floors(want))
    wants = slopes(weights, left, right)
    for mine, slope, of in zip([*got["inputs"], got["weights"][2]], wants, OF, strict=True):
        what = f"the gradient in {of}"
        assert_gradient(mine, slope, atol=ROOM, what=what, slips={ROOT: broken(slope)})


@points(0.5)
@after(test_distance)
def test_saved(probes, rng):
    """a saved model is loaded with load_model(path), and gives the same distances"""
    weights, left, right = drawn(rng, (5, 6))
    got, want = probes.siamese((6,), weights, left, right, "reloaded"), oracle(weights, left, right)
    causes = slips(weights, left, right)
    assert_close(got, want, atol=ROOM, what="the distance after loading", slips=causes)


def floors(want):
    """Return the distances if a floor or a number under the root is too large."""
    floors = [np.sqrt(10.0**-power) for power in (2, 3, 4, 5)]
    causes = {
        f"equal inputs get {floor:.2g}; at most 0.001": np.maximum(want, floor) for floor in floors
    }
    return causes | {
        f"{floor:.2g} for equal inputs; at most 0.001": np.hypot(want, floor) for floor in floors
    }


def broken(slope):
    """Return this gradient as a root at 0 spoils it: in the equal pairs, and in all weights."""
    if slope.ndim == 2:
        return np.full(slope.shape, np.nan)
    return np.where(np.any(slope != 0, axis=(1, 2), keepdims=True), slope, np.nan)


OF = ("left", "right", "the kernel of the dense layer of 8 units")
ROUND = ("the distance from left to right", "the distance from right to left")
LOW = "small distances are taken for 0"
GRAPHLESS = "a model without inputs"
ROOT = "the slope of the root at 0 is infinite, and infinity times 0 is NaN"
PARTS = {
    "kind": "the returned object",
    "inputs": "the list of input shapes",
    "outputs": "the shape of the output",
    "weights": "the list of weight shapes",
}
