"""Hidden checks of ResidualBlock."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

EPSILON = 1e-3


def convolve(x, kernel, stride=1):
    """Return the convolution with padding "same": the odd row of zeros comes last."""
    size, pads = kernel.shape[0], []
    for n in x.shape[1:3]:
        total = max((-(-n // stride) - 1) * stride + size - n, 0)
        pads.append((total // 2, total - total // 2))
    x = np.pad(x, [(0, 0), *pads, (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(1, 2))
    return np.einsum("bhwcij,ijcf->bhwf", windows[:, ::stride, ::stride], kernel)


def oracle(x, kernels, gamma, beta, mean, variance):
    """Return what a block with stride 3 and a projection gives in inference."""

    def norm(z):
        return gamma * (z - mean) / np.sqrt(variance + EPSILON) + beta

    main = norm(convolve(np.maximum(norm(convolve(x, kernels[0], 3)), 0), kernels[1]))
    return np.maximum(main + norm(convolve(x, kernels[2], 3)), 0)


def drawn(rng):
    """Return inputs, three kernels of a moderate size, and gamma, beta, mean and variance."""
    x, *kernels = draw(rng, (2, 8, 7, 2), (3, 3, 2, 4), (3, 3, 4, 4), (1, 1, 2, 4))
    gamma, variance = draw(rng, (4,), (4,), low=0.5, high=2.0)
    kernels = [kernel / np.float32(np.sqrt(kernel[..., 0].size)) for kernel in kernels]
    return x, kernels, [gamma, *draw(rng, (4,), (4,)), variance]


@points(1)
@after("test_example")
def test_unknown_sizes(probes, rng):
    """a stride of 3 works, even in a graph that knows neither batch size nor image size"""
    x, kernels, norm = drawn(rng)
    values = [["", kernel] for kernel in kernels]
    values += zip(("gamma", "beta", "moving_mean", "moving_variance"), norm, strict=True)
    config = {"filters": 4, "stride": 3}
    got = probes.output("ResidualBlock", config, x, list(map(list, values)), unknown=3)
    assert_close(got, oracle(x, kernels, *norm))
