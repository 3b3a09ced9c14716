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
    """Draw numbers whose sines stand in one order with them, all well apart."""
    return rng.permutation(np.linspace(-1.2, 1.2, n) + rng.uniform(0, 1e-3, n))


def reach(order):
    """Return how many places too early an element came, at most, as a share of all."""
    return max(number - place for place, number in enumerate(order)) / len(order)


def test_form(probes, rng):
    """pipeline serves fn's results in batches, the last of which is short"""
    for n, batch, cache in [(7, 3, True), (4, 4, False)]:
        got = probes.pipeline(drawn(rng, n), batch, cache, passes=1)["passes"][0]
        sizes = [batch] * (n // batch) + [n % batch] * (n % batch > 0)
        slips = {"fn has got whole batches": [[2, size] for size in sizes]}
        slips |= {"the last short batch is dropped": [[batch, 2]] * (n // batch)}
        slips |= {"nothing is batched": [[2]] * n}
        shapes, want = [list(part.shape) for part in got], [[size, 2] for size in sizes]
        assert_equal(shapes, want, what="the list of shapes", slips=slips)


@points(1)
@after(test_form)
def test_calls(probes, rng):
    """fn runs once for each element with cache, and once in each pass without"""
    for cache, n, runs in [(True, 13, 1), (False, 11, 3)]:
        x = drawn(rng, n)
        got = probes.pipeline(x, 4, cache, passes=3)
        for batches in got["passes"]:
            mine, want = in_order(joined(batches)), oracle(np.sort(x))
            assert_close(mine, want, dtype="float64", what="the elements, sorted,")
        slips = {"fn runs in each pass": 3 * n, "fn runs once, as with cache": n}
        assert_close(got["calls"], np.array(n * runs), what="the calls of fn", slips=slips)


@points(1)
@after(test_calls)
def test_shuffle(probes, rng):
    """each pass has a fresh order, with cache and without, of all elements one by one"""
    for cache in (True, False):
        x = drawn(rng, 150)
        first, second = probes.pipeline(x, 20, cache)["passes"]
        one, two = order_of(first, x), order_of(second, x)
        assert_equal(sorted(one), list(range(150)), what="the list of elements, sorted,")
        got = [one == list(range(150)), one == two, reach(one) > 0.5, reach(two) > 0.5]
        assert_equal(got, [False, False, True, True], what=ORDERS, slips=ORDER_SLIPS)


ORDERS = (
    "[is the order that of ds, are two passes alike, does an element come earlier than its place"
    " by half of all places in pass 1, and in pass 2]"
)
ORDER_SLIPS = {
    "nothing is shuffled": [True, True, False, False],
    "whole batches are shuffled, or a small buffer": [False, False, False, False],
    "shuffled above the cache: the same order in every pass": [False, True, True, True],
    "a small buffer, above the cache": [False, True, False, False],
}
