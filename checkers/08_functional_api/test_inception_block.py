"""Checks of inception_block."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, assert_equal, draw, points

# A value is a sum of up to 150 products of order one; float32 rounds such sums by about 1e-6.
ROOM = 1e-5


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def linear(z):
    """Return z."""
    return z


def windows_of(x, size, around):
    """Return the window around each pixel, with `around` beyond the border."""
    half = size // 2
    padded = np.pad(
        x.astype(float), [(0, 0), (half, half), (half, half), (0, 0)], constant_values=around
    )
    return sliding_window_view(padded, (size, size), axis=(1, 2))


def conv(x, kernel, bias, activation=relu):
    """Return the activation of a convolution with stride 1 and zeros around."""
    return activation(np.einsum("bhwcij,ijcf->bhwf", windows_of(x, len(kernel), 0), kernel) + bias)


def highest(x, around=-np.inf):
    """Return the maximum in each window of 3 x 3."""
    return windows_of(x, 3, around).max((-2, -1))


def mean(x):
    """Return the mean of the pixels inside the image, in each window of 3 x 3."""
    return windows_of(x, 3, 0).sum((-2, -1)) / windows_of(np.ones_like(x), 3, 0).sum((-2, -1))


def branches(weights, x, pool=highest, reduced=relu, last=relu):
    """Return the four branches."""
    one, reduce3, three, reduce5, five, pooled = zip(weights[::2], weights[1::2], strict=True)
    return [
        conv(x, *one, last),
        conv(conv(x, *reduce3, reduced), *three, last),
        conv(conv(x, *reduce5, reduced), *five, last),
        conv(pool(x), *pooled, last),
    ]


def oracle(weights, x, **mistake):
    """Return the block's output."""
    return np.concatenate(branches(weights, x, **mistake), axis=-1)


def slips(weights, x):
    """Return the outputs of mistaken blocks."""
    found = branches(weights, x)
    late = conv(x, *weights[10:])
    return {
        "the pooling branch comes first": np.concatenate([found[3], *found[:3]], axis=-1),
        "the branches are in reverse order": np.concatenate(found[::-1], axis=-1),
        "average pooling instead of max pooling": oracle(weights, x, pool=mean),
        "the pooling counts zeros around the image": oracle(
            weights, x, pool=lambda z: highest(z, 0)
        ),
        "the pooling comes after its 1 x 1 convolution": np.concatenate(
            [*found[:3], highest(late)], axis=-1
        ),
        "the pooling is missing": np.concatenate([*found[:3], late], axis=-1),
        "the 1 x 1 convolutions that reduce have no ReLU": oracle(weights, x, reduced=linear),
        "the last convolutions have no ReLU": oracle(weights, x, last=linear),
        "the convolutions have no ReLU": oracle(weights, x, reduced=linear, last=linear),
    }


def shapes(channels, filters):
    """Return the shapes of the weights, branch after branch."""
    f1, r3, f3, r5, f5, fp = filters
    ends = [
        (1, channels, f1),
        (1, channels, r3),
        (3, r3, f3),
        (1, channels, r5),
        (5, r5, f5),
        (1, channels, fp),
    ]
    return [shape for size, a, b in ends for shape in ([size, size, a, b], [b])]


def form(shape, filters):
    """Return the description of the result."""
    ends, weights = [None, *shape[:2], ended(filters)], shapes(shape[2], filters)
    return {"kind": "KerasTensor", "outputs": ends, "weights": sorted(weights)}


def misread(shape, filters):
    """Return the descriptions of mistaken blocks' results."""
    f1, r3, f3, r5, f5, fp = filters
    height, width, channels = shape
    wanted = shapes(channels, filters)
    bare = shapes(channels, (f1, channels, f3, channels, f5, fp))
    return {
        "kind": {
            "the branches are returned without being joined": "list",
            "a model; the block should only add to the graph": "keras.Model",
        },
        "outputs": {
            "the pooling's 1 x 1 convolution is missing": [
                None,
                height,
                width,
                f1 + f3 + f5 + channels,
            ],
            "r3 and f3, r5 and f5 are swapped": [None, height, width, f1 + r3 + r5 + fp],
        },
        "weights": {
            "the biases are missing": sorted(wanted[::2]),
            "the 1 x 1 convolutions that reduce are missing": sorted(
                [*bare[:2], *bare[4:6], *bare[8:]]
            ),
            "the 3 x 3 and the 5 x 5 convolution share their 1 x 1 convolution": sorted(
                [*wanted[:6], [5, 5, r3, f5], *wanted[9:]]
            ),
        },
    }


def drawn(rng, channels, *blocks):
    """Return weights under which the values stay of order one."""
    sizes = []
    for filters in blocks:
        sizes += shapes(channels, filters)
        channels = ended(filters)
    return [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in sizes]


def ended(filters):
    """Return the number of channels that a block gives."""
    return filters[0] + filters[2] + filters[4] + filters[5]


def test_form(probes):
    """inception_block turns a KerasTensor into a KerasTensor with f1 + f3 + f5 + fp channels"""
    for shape, filters in [((6, 8, 3), (4, 2, 6, 1, 5, 7)), ((9, 5, 2), (3, 4, 2, 5, 6, 1))]:
        got, causes = probes.inception_block(shape, filters), misread(shape, filters)
        for part, want in form(shape, filters).items():
            assert_equal(got[part], want, what=PARTS[part], slips=causes.get(part))


@points(2)
@after(test_form)
def test_branches(probes, rng):
    """the four branches give the right channels, in their order"""
    for shape, filters in [((3, 6, 8, 3), (4, 2, 6, 1, 5, 7)), ((1, 9, 5, 2), (3, 4, 2, 5, 6, 1))]:
        weights, x = drawn(rng, shape[3], filters), draw(rng, shape) - np.float32(1)
        got = probes.branches(shape[1:], [filters], weights, [x])[0]
        assert_close(got, oracle(weights, x), atol=ROOM, slips=slips(weights, x))


@points(1)
@after(test_branches)
def test_stacked(probes, rng):
    """two equal blocks in a row have separate layers"""
    filters, channels = (4, 2, 6, 1, 5, 3), 18
    weights, x = drawn(rng, channels, filters, filters), draw(rng, (2, 7, 5, channels))
    got = probes.branches((7, 5, channels), [filters, filters], weights, [x])[0]
    first = oracle(weights[:12], x)
    second = oracle(weights[12:], first)
    assert_close(got, second, atol=ROOM, slips={ADDED: oracle(weights[12:], first + x) + first + x})


ADDED = "the block's input is added to its output"
PARTS = {
    "kind": "the returned object",
    "outputs": "its shape",
    "weights": "the list of weight shapes",
}
