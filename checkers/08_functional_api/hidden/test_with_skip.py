"""Hidden checks of with_skip."""

import numpy as np

from tensorkata.checking import after, assert_gradient, draw, points


def slope(weights, x, upstream):
    """Return the gradient of sum(upstream * output) in x, by the chain rule."""
    masks, z = [], x.astype(float)
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        masks.append(z @ kernel + bias > 0)
        z = z + np.maximum(z @ kernel + bias, 0)
    back, skip = np.split(upstream @ weights[-2].T.astype(float), 2, axis=-1)
    for kernel, mask in zip(weights[:-2:2][::-1], masks[::-1], strict=True):
        back = back + (back * mask) @ kernel.T
    return back + skip


@points(1)
@after("test_output")
def test_closed_steps(probes, rng):
    """the gradient flows along the skips past steps that are closed, too"""
    for batch, dim, depth, bias in [(1, 9, 2, 0), (3, 4, 3, -99)]:
        weights, (x, upstream) = drawn(rng, dim, depth, bias), draw(rng, (batch, dim), (batch, 1))
        got, want = (
            probes.with_skip(dim, depth, weights, x, upstream),
            slope(weights, x, upstream),
        )
        skip = upstream @ weights[-2][dim:].T.astype(float)
        causes = {LONG: want - skip, SHORT: skip}
        # float32 rounds such sums of products of order one by about 1e-6
        assert_gradient(got, want, atol=1e-5, slips=causes)


def drawn(rng, dim, depth, bias):
    """Return weights under which the values stay of order one; a bias of -99 closes every ReLU."""
    sizes = [(dim, dim), (dim,)] * depth + [(2 * dim, 1), (1,)]
    weights = [draw(rng, size) / np.float32(2 * np.sqrt(size[0])) for size in sizes]
    return [w + np.float32(bias) if n % 2 and w.size > 1 else w for n, w in enumerate(weights)]


LONG = "the gradient does not flow back along the long skip"
SHORT = "the gradient does not flow back through the steps"
