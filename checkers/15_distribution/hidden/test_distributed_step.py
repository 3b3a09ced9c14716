"""Hidden checks of distributed_step."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(kernel, bias, x, y, strength, factor):
    """Return the loss, and the weights after one step down it."""
    miss = factor * x @ kernel + bias - y
    loss = np.mean(miss**2) + strength * (np.sum(kernel**2) + np.sum(bias**2) / 2)
    back = 2 * miss / miss.size
    slopes = factor * x.T @ back + 2 * strength * kernel, back.sum(axis=0) + strength * bias
    return loss, kernel - 0.1 * slopes[0], bias - 0.1 * slopes[1]


@points(1.5)
@after("test_example")
def test_unlike_shares(probes, rng):
    """a batch of unlike shares, with penalties, trains as on one device"""
    for sizes, factor in (((1, 6), 2.0), ((4, 0), 3.0)):
        kernel, bias = draw(rng, (4, 2), (2,))
        xs, ys = (draw(rng, *[(size, width) for size in sizes]) for width in (4, 2))
        got = probes.distributed_step(kernel, bias, [[xs, ys]], 0.15, factor)
        wanted = oracle(kernel, bias, np.concatenate(xs), np.concatenate(ys), 0.15, factor)
        counts = (got["losses"], 1), (got["kernel"], 2), (got["bias"], 2)
        for want, (values, count) in zip(wanted, counts, strict=True):
            for _, value in zip(range(count), values, strict=True):
                assert_close(value, want, dtype="float32")
