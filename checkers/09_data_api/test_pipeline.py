"""Checks of pipeline: fn counts its calls, and gives sin and cos of its element."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, points


def joined(batches):
    return np.concatenate(batches)


def oracle(x):
    return np.stack([np.sin(x), np.cos(x)], axis=-1)


def in_order(pairs):
    """Return the pairs in the order of their first entries."""
    return pairs[np.argsort(pairs[:, 0])]


def order_of(batches, x):
    """Return the number of the element that each sine is nearest to."""
    return np.argmin(np.abs(joined(batches)[:, :1] - np.sin(x)), axis=1).tolist()


def drawn(rng, n):
    """Draw rising numbers whose sines also rise, all well apart."""
    return np.linspace(-1.2, 1.2, n) + rng.uniform(0, 1e-3, n)


def reach(order):
    """Return the most places that an element came too early, as a share of all."""
    return max(number - place for place, number in enumerate(order)) / len(order)


def together(order):
    """Return the share of elements that are followed by their neighbor in ds."""
    return float(np.mean(np.diff(order) == 1))


def test_form(probes, rng):
    """pipeline serves fn's results in batches, the last of which is short"""
    got = probes.pipeline(drawn(rng, 7), 3, True, passes=1)["passes"][0]
    shapes = sorted(list(part.shape) for part in got)
    slips = {"the last short batch is dropped": [[3, 2]] * 2, "nothing is batched": [[2]] * 7}
    slips |= {"fn gets whole batches": [[2, 1], [2, 3], [2, 3]]}
    assert_equal(shapes, [[1, 2], [3, 2], [3, 2]], what="the list of shapes, sorted,", slips=slips)


@points(1)
@after(test_form)
def test_calls(probes, rng):
    """fn runs once for each element with cache, and once in each pass without cache"""
    for cache, n, runs in [(True, 13, 1), (False, 11, 3)]:
        x = drawn(rng, n)
        got = probes.pipeline(x, 4, cache, passes=3)
        for _, batches in zip(range(3), got["passes"], strict=True):
            mine, want = in_order(joined(batches)), oracle(x)
            assert_close(mine, want, dtype="float64", what="the elements, sorted,")
        slips = {"fn runs in each pass": 3 * n, "fn runs once, as with cache": n}
        assert_close(got["calls"], np.array(n * runs), what="the calls of fn", slips=slips)


@points(1)
@after(test_calls)
def test_shuffle(probes, rng):
    """each pass has a fresh order of all elements, shuffled one by one, with and without cache"""
    for cache in (True, False):
        x = drawn(rng, 100)
        first, second = probes.pipeline(x, 15, cache)["passes"]
        one, two = order_of(first, x), order_of(second, x)
        got = [sorted(one) == sorted(two) == list(range(100)), one == two]
        got += [together(one) > 0.5, reach(one) > 0.4]
        assert_equal(got, [True, False, False, True], what=ORDERS, slips=ORDER_SLIPS)


SAME = (
    "the same order in every pass (shuffled above the cache, or not with reshuffle_each_iteration)"
)
ORDERS = (
    "[is each element there once, are two passes alike, do most neighbors stay together, does an"
    " element come earlier than its place by 0.4 of all places]"
)
ORDER_SLIPS = {
    "nothing is shuffled": [True, True, True, False],
    "whole batches are shuffled, not elements": [True, False, True, True],
    "the buffer of the shuffle is too small": [True, False, False, False],
    SAME: [True, True, False, True],
}
