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


def highest(x, around=-np.inf, size=3):
    """Return the maximum in each window."""
    return windows_of(x, size, around).max((-2, -1))


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
    joined = {
        "the pooling branch comes first": [found[3], *found[:3]],
        "the branches are in reverse order": found[::-1],
        "the 1 x 1 branch comes last": [*found[1:], found[0]],
        "the second and the third branch are swapped": [found[0], found[2], found[1], found[3]],
        "the first and the second branch are swapped": [found[1], found[0], *found[2:]],
        "the third and the fourth branch are swapped": [*found[:2], found[3], found[2]],
        "the pooling comes after its 1 x 1 convolution": [*found[:3], highest(late)],
        "the pooling is missing": [*found[:3], late],
    }
    mistakes = {
        "average pooling instead of max pooling": {"pool": mean},
        "the max pooling takes windows of 2 x 2": {"pool": halved},
        "the max pooling takes windows of 5 x 5": {"pool": lambda z: highest(z, size=5)},
        "the pooling counts zeros around the image": {"pool": lambda z: highest(z, 0)},
        "the 1 x 1 convolutions that reduce have no ReLU": {"reduced": linear},
        "the last convolutions have no ReLU": {"last": linear},
        "the convolutions have no ReLU": {"reduced": linear, "last": linear},
    }
    blocks = {words: np.concatenate(parts, axis=-1) for words, parts in joined.items()}
    return blocks | {words: oracle(weights, x, **given) for words, given in mistakes.items()}


def halved(x):
    """Return the maximum of each pixel and those right and below, as "same" places 2 x 2."""
    ends = np.pad(x, [(0, 0), (0, 1), (0, 1), (0, 0)], constant_values=-np.inf)
    return sliding_window_view(ends, (2, 2), axis=(1, 2)).max((-2, -1))


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
    total = f1 + f3 + f5
    ends = {
        "the pooling's 1 x 1 convolution is missing": [height, width, total + channels],
        "the pooling branch is missing": [height, width, total],
        "r3 and f3, r5 and f5 are swapped": [height, width, f1 + r3 + r5 + fp],
    }
    if height:
        ends |= {
            STRIDE: [-(-height // 2), -(-width // 2), total + fp],
            "the branches are joined along the width": [height, 4 * width, f1],
        }
    else:
        ends |= {
            "the branches are joined along the width": [None, None, f1],
            "the size is not kept as None; images are brought to 8 x 8": [8, 8, total + fp],
        }
    wanted = shapes(channels, filters)
    bare = shapes(channels, (f1, channels, f3, channels, f5, fp))
    return {
        "kind": {
            "the `return` is missing": "NoneType",
            "the branches are returned without being joined": "list",
            "a model; the block should only add to the graph": "keras.Model",
            "a layer; the block should return a KerasTensor": "Concatenate",
        },
        "outputs": {words: [None, *end] for words, end in ends.items()},
        "weights": {
            "the biases are missing": sorted(wanted[::2]),
            "the pooling's 1 x 1 convolution is missing": sorted(wanted[:10]),
            "the 1 x 1 convolutions that reduce are missing": sorted(
                [*bare[:2], *bare[4:6], *bare[8:]]
            ),
            "the 3 x 3 and the 5 x 5 convolution share their 1 x 1 convolution": sorted(
                [*wanted[:6], [5, 5, r3, f5], *wanted[9:]]
            ),
            "the last convolution of the third branch is 3 x 3, not 5 x 5": sorted(
                [*wanted[:8], [3, 3, r5, f5], *wanted[9:]]
            ),
            "the last convolution of the second branch is 5 x 5, not 3 x 3": sorted(
                [*wanted[:4], [5, 5, r3, f3], *wanted[5:]]
            ),
            "the 3 x 3 and the 5 x 5 convolution are swapped": sorted(
                [*wanted[:4], [5, 5, r3, f3], *wanted[5:8], [3, 3, r5, f5], *wanted[9:]]
            ),
            "the first branch is a 3 x 3 convolution": sorted([[3, 3, channels, f1], *wanted[1:]]),
            "the convolution behind the pooling is 3 x 3": sorted(
                [*wanted[:10], [3, 3, channels, fp], [fp]]
            ),
            "the convolutions that reduce are 3 x 3, not 1 x 1": sorted(
                [
                    *wanted[:2],
                    [3, 3, channels, r3],
                    *wanted[3:6],
                    [3, 3, channels, r5],
                    *wanted[7:],
                ]
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


def hold(got, shape, filters):
    """Compare the description of a result, part by part."""
    for part, want in form(shape, filters).items():
        causes = misread(shape, filters).get(part)
        assert_equal(got[part], want, what=PARTS[part], slips=causes)


def test_example(probes):
    """inception_block gives what the docstring's example shows"""
    shape, filters = (None, None, 3), (4, 2, 6, 1, 2, 3)
    hold(probes.inception_block(shape, [filters]), shape, filters)


@after(test_example)
def test_form(probes):
    """inception_block turns a KerasTensor into a KerasTensor with f1 + f3 + f5 + fp channels"""
    for shape, filters in [((6, 8, 3), (4, 2, 6, 1, 5, 7)), ((9, 5, 2), (3, 4, 2, 5, 6, 1))]:
        hold(probes.inception_block(shape, [filters]), shape, filters)


@points(2)
@after(test_form)
def test_branches(probes, rng):
    """the four branches give the right channels, in their order, for images of any size"""
    for size, shape, filters in BLOCKS:
        weights, x = drawn(rng, shape[3], filters), draw(rng, shape) - np.float32(1)
        [got] = probes.inception_block((*size, shape[3]), [filters], weights, [x])
        assert_close(got, oracle(weights, x), atol=ROOM, slips=slips(weights, x), what="the result")


@points(1)
@after(test_branches)
def test_stacked(probes, rng):
    """two equal blocks in a row have separate layers"""
    filters, channels = (4, 2, 6, 1, 5, 3), 18
    given, wanted = ((7, 5, channels), [filters, filters]), shapes(channels, filters)
    got, slips = probes.inception_block(*given)["weights"], {KEPT: sorted(wanted)}
    assert_equal(
        got, sorted(wanted * 2), what="the list of weight shapes of two blocks", slips=slips
    )
    weights, x = drawn(rng, channels, filters, filters), draw(rng, (2, 7, 5, channels))
    [got], first = probes.inception_block(*given, weights, [x]), oracle(weights[:12], x)
    slips = {ADDED: oracle(weights[12:], first + x) + first + x}
    assert_close(
        got, oracle(weights[12:], first), atol=ROOM, slips=slips, what="the result of two blocks"
    )


# the size of the KerasTensor, the shape of the images, the filters
BLOCKS = [
    ((6, 8), (3, 6, 8, 3), (4, 2, 6, 1, 5, 7)),
    ((None, None), (1, 9, 5, 2), (3, 4, 2, 5, 6, 1)),
]
STRIDE = "a convolution or the pooling moves by 2; everything has stride 1"
KEPT = "both blocks have the same layers; each call should make new ones"
ADDED = "the block's input is added to its output"
PARTS = {
    "kind": "the returned object",
    "outputs": "its shape",
    "weights": "the list of weight shapes",
}
