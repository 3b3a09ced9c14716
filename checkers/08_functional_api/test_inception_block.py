"""Checks of inception_block."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, assert_equal, draw, points

# A value is a sum of up to 150 products of order one; float32 rounds such sums by about 1e-6.
ROOM = 1e-5


def relu(z):
    """Return z where it is positive, else 0."""
    return np.maximum(z, 0)


def linear(z):
    """Return z."""
    return z


def windows_of(x, size, around):
    """Return the window around each pixel, with `around` beyond the border."""
    half = size // 2
    padded = np.pad(x.astype(float), [(0, 0), (half, half), (half, half), (0, 0)], constant_values=around)
    return sliding_window_view(padded, (size, size), axis=(1, 2))


def conv(x, kernel, bias, activation=relu):
    """Return the activation of a convolution with stride 1 and zeros around."""
    return activation(np.einsum("bhwcij,ijcf->bhwf", windows_of(x, len(kernel), 0), kernel) + bias)


def highest(x, around=-np.inf):
    """Return the maximum in each window of 3 x 3."""
    return windows_of(x, 3, around).max((-2, -1))


def mean(x):
    """Return the mean of what lies in the image, in each window of 3 x 3."""
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
        "the branch of the pooling stands first": np.concatenate([found[3], *found[:3]], axis=-1),
        "the branches in reverse order": np.concatenate(found[::-1], axis=-1),
        "average pooling where max pooling belongs": oracle(weights, x, pool=mean),
        "the pooling counts zeros around the image": oracle(weights, x, pool=lambda z: highest(z, 0)),
        "the pooling comes after its 1 x 1 convolution": np.concatenate([*found[:3], highest(late)], axis=-1),
        "the pooling is missing": np.concatenate([*found[:3], late], axis=-1),
        "the 1 x 1 convolutions that reduce have no ReLU": oracle(weights, x, reduced=linear),
        "the last convolutions have no ReLU": oracle(weights, x, last=linear),
        "the convolutions have no ReLU": oracle(weights, x, reduced=linear, last=linear),
    }


def shapes(channels, filters):
    """Return the shapes of the weights, branch after branch."""
    f1, r3, f3, r5, f5, fp = filters
    ends = [(1, channels, f1), (1, channels, r3), (3, r3, f3), (1, channels, r5), (5, r5, f5), (1, channels, fp)]
    return [shape for size, a, b in ends for shape in ([size, size, a, b], [b])]


def misread(channels, filters):
    """Return the sorted weight shapes of mistaken blocks."""
    f1, r3, f3, r5, f5, fp = filters
    wanted = shapes(channels, filters)
    bare = shapes(channels, (f1, channels, f3, channels, f5, fp))
    return {
        "the biases are missing": sorted(wanted[::2]),
        "the 1 x 1 convolutions that reduce are missing": sorted([*bare[:2], *bare[4:6], *bare[8:]]),
        "filters are read in another order": sorted(shapes(channels, (f1, f3, r3, f5, r5, fp))),
        "the branch of the pooling has no convolution": sorted(wanted[:10]),
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
    """inception_block turns a KerasTensor into one of f1 + f3 + f5 + fp channels"""
    for shape, filters in [((6, 9, 3), (4, 2, 6, 1, 5, 7)), ((8, 5, 1), (2, 3, 8, 5, 6, 4))]:
        got, channels = probes.inception_block(shape, filters), ended(filters)
        assert_equal(got["kind"], "KerasTensor", what="what is returned", slips=KINDS)
        ends = [[None, *shape[:axis], channels, *shape[axis + 1 :]] for axis in (0, 1, 2)]
        assert_equal(got["outputs"], [None, *shape[:2], channels], what="its shape")
        sizes, causes = sorted(shapes(shape[2], filters)), misread(shape[2], filters)
        assert_equal(sorted(got["weights"]), sizes, what="the list of weight shapes", slips=causes)


@points(2)
@after(test_form)
def test_branches(probes, rng):
    """the four branches give the right channels, in their order"""
    for shape, filters in [((3, 6, 8, 3), (4, 2, 6, 1, 5, 7)), ((1, 9, 5, 2), (3, 4, 2, 5, 6, 1))]:
        weights, x = drawn(rng, shape[3], filters), draw(rng, shape)
        got = probes.branches(shape[1:], [filters], weights, [x])[0]
        assert_close(got, oracle(weights, x), atol=ROOM, slips=slips(weights, x))


@points(1)
@after(test_branches)
def test_stacked(probes, rng):
    """two blocks, one after the other, have layers of their own"""
    first, second = (4, 2, 6, 1, 5, 7), (9, 10, 8, 3, 12, 11)
    weights, x = drawn(rng, 3, first, second), draw(rng, (2, 7, 5, 3))
    got = probes.branches((7, 5, 3), [first, second], weights, [x])[0]
    assert_close(got, oracle(weights[12:], oracle(weights[:12], x)), atol=ROOM)


KINDS = {
    "the branches are returned without being joined": "list",
    "a model where the block should only add to the graph": "keras.Model",
}
