"""Hidden checks of leaky_sum."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points


def oracle(x, decay):
    sums, current = [], np.zeros(x.shape[1:])
    for row in x:
        current = decay * current + row
        sums.append(current)
    return np.array(sums).reshape(x.shape)


@points(0.5)
@after("test_example")
def test_more_ranks(probes, rng):
    """leaky_sum is right at a higher rank, in a graph of unknown time"""
    xs, decay = draw(rng, (4, 1, 3), (0, 1, 3), (9, 1, 3), dtype="float64"), 0.875
    got = probes.leaky_sum(xs, decay, graph="unknown")
    for one, x in zip(got, xs, strict=True):
        assert_close(one, oracle(x, decay), dtype="float64")


@points(1)
@after("test_example")
def test_gradient_in_graph(probes, rng):
    """the gradient of leaky_sum is right in a graph of unknown time"""
    x, upstream = draw(rng, (5, 3), (5, 3), dtype="float64")
    want = oracle(upstream[::-1], 0.75)[::-1]
    assert_gradient(probes.leaky_sum_in_a_graph(x, 0.75, upstream), want, what="the gradient in x")
