"""Hidden checks of MiniResNet."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

EPSILON = 1e-3  # of keras.layers.BatchNormalization


def relu(z):
    return np.maximum(z, 0)


def convolve(x, kernel, stride=1):
    """Return the convolution with padding "same": the odd row of zeros comes last."""
    size, pads = kernel.shape[0], []
    for n in x.shape[1:3]:
        total = max((-(-n // stride) - 1) * stride + size - n, 0)
        pads.append((total // 2, total - total // 2))
    x = np.pad(x, [(0, 0), *pads, (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(1, 2))
    return np.einsum("bhwcij,ijcf->bhwf", windows[:, ::stride, ::stride], kernel)


def norm(x, weights, training):
    size = x.shape[-1:]
    mean, variance = weights["moving_mean", size], weights["moving_variance", size]
    if training:
        mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    scale = weights["gamma", size] / np.sqrt(variance + EPSILON)
    return scale * (x - mean) + weights["beta", size]


def block(x, weights, filters, stride, training):
    """Return the inputs of the two ReLUs of a residual block."""

    def passed(z, size, stride=1):
        kernel = weights["", (size, size, z.shape[-1], filters)]
        return norm(convolve(z, kernel, stride), weights, training)

    first = passed(x, 3, stride)
    fits = stride == 1 and x.shape[-1] == filters
    return [first, passed(relu(first), 3) + (x if fits else passed(x, 1, stride))]


def features(x, weights, blocks, width, training=False):
    """Return the image before the mean."""
    kernel = weights["", (3, 3, x.shape[-1], width)]
    seen = [norm(convolve(x, kernel), weights, training)]
    x = relu(seen[0])
    for stage, number in [(s, n) for s, count in enumerate(blocks) for n in range(count)]:
        stride = 2 if stage > 0 and number == 0 else 1
        seen += block(x, weights, width * 2**stage, stride, training)
        x = relu(seen[-1])
    return x


def logits_of(image, weights):
    return image.mean(axis=(1, 2)) @ weights["head"][0] + weights["head"][1]


def kernels_of(channels, blocks, width):
    """Return the shapes of all convolutions' kernels, in the order of the layers."""
    found, before = [(3, 3, channels, width)], width
    for stage, number in [(s, n) for s, count in enumerate(blocks) for n in range(count)]:
        size = width * 2**stage
        found += [(3, 3, before, size), (3, 3, size, size)]
        found += [(1, 1, before, size)] if stage > 0 and number == 0 else []
        before = size
    return found


def drawn(rng, channels, classes, blocks, width):
    """Return weights by name and shape: equal name and shape means equal values everywhere."""
    kernels, weights = kernels_of(channels, blocks, width), {}
    for shape in sorted(set(kernels)):
        weights["", shape] = draw(rng, shape) / np.float32(np.sqrt(np.prod(shape[:3])))
    for size in sorted({shape[-1:] for shape in kernels}):
        weights["beta", size], weights["moving_mean", size] = draw(rng, size, size)
        wide = draw(rng, size, size, low=0.5, high=2.0)
        weights["gamma", size], weights["moving_variance", size] = wide
    return weights | {"head": draw(rng, (kernels[-1][-1], classes), (classes,))}


def named(weights):
    """Return [name, values] of all weights."""
    norms = [[key[0], array] for key, array in weights.items() if key != "head"]
    return [*norms, *(["", array] for array in weights["head"])]


@points(1)
@after("test_example")
def test_three_stages(probes, rng):
    """each stage after the first halves the image and doubles the width"""
    weights, x = drawn(rng, 2, 5, [1, 1, 1], 3), draw(rng, (1, 9, 6, 2))
    image = features(x, weights, [1, 1, 1], 3)
    config = {"classes": 5, "blocks": [1, 1, 1], "width": 3}
    got = probes.output("MiniResNet", config, x, named(weights))
    assert_close(got, logits_of(image, weights))
