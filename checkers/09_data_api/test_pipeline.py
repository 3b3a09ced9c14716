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
    """Return the number of the element whose sine is nearest to each; the sines of x rise."""
    sines = np.sin(x)
    return np.searchsorted((sines[1:] + sines[:-1]) / 2, joined(batches)[:, 0]).tolist()


def drawn(rng, n):
    """Draw rising numbers whose sines also rise, all well apart."""
    return np.linspace(-1.2, 1.2, n) + rng.uniform(0, 0.5 / n, n)


def reach(order):
    """Return the most places that an element came too early."""
    return max(number - place for place, number in enumerate(order))


def together(order):
    """Return the share of elements that are followed by their neighbor in ds."""
    return float(np.mean(np.diff(order) == 1))


def test_example(probes):
    """pipeline serves what the docstring's example shows"""
    got = probes.tens(5, 2, cache=True)
    slips = {words: example(*value) for words, value in EXAMPLE.items()}
    if isinstance(got, dict):
        slips["the last short batch is dropped"] = example([2, 2], got["numbers"][:4])
    want = example([2, 2, 1], [0, 10, 20, 30, 40])
    assert_equal(got, want, what="the dict of sizes and numbers, sorted,", slips=slips)


@points(0.5)
@after(test_example)
def test_calls(probes, rng):
    """fn runs once for each element with cache, and once in each pass without cache"""
    for cache, n, runs in [(True, 13, 1), (False, 11, 3)]:
        x = drawn(rng, n)
        got = probes.pipeline(x, 4, cache, passes=3)
        for _, batches in zip(range(3), got["passes"], strict=True):
            mine, want = in_order(joined(batches)), oracle(x)
            assert_close(mine, want, dtype="float64", what="the elements, sorted,")
        slips = {"fn runs in each pass": 3 * n, "fn runs once, as with cache": n}
        slips |= {"fn is tried before": n * runs + 1}
        assert_close(got["calls"], np.array(n * runs), what="the calls of fn", slips=slips)


@points(0.5)
@after(test_calls)
def test_shuffle(probes, rng):
    """each pass has a fresh order of all elements, shuffled one by one, with and without cache"""
    for cache in (True, False):
        x = drawn(rng, 100)
        one, two = probes.pipeline(x, 15, cache)["passes"]
        got = np.stack([in_order(joined(one)), in_order(joined(two))])
        assert_close(got, np.stack([oracle(x)] * 2), dtype="float64", what=BOTH)
        one, two = order_of(one, x), order_of(two, x)
        got = about(one == two, together(one) > 0.5, reach(one) > 40)
        assert_equal(got, about(*RIGHT), what="the order of the elements", slips=ORDER_SLIPS)


@points(0.5)
@after(test_shuffle)
def test_buffer(probes, rng):
    """the buffer of the shuffle holds 1,000 elements, give or take 100"""
    x = drawn(rng, 3000)
    [batches] = probes.pipeline(x, 50, cache=False, passes=1)["passes"]
    assert_close(in_order(joined(batches)), oracle(x), dtype="float64", what=FIRST)
    early = reach(order_of(batches, x))
    got = {"early by 900 places or more": early >= 900, "early by 1,100 or more": early >= 1100}
    want, slips = buffer(True, False), {SMALL: buffer(False, False), LARGE: buffer(True, True)}
    assert_equal(got, want, what="the earliest element", slips=slips)


@points(0.5)
@after(test_example)
def test_pairs(probes, rng):
    """pairs go through a function of two arguments and stay together"""
    x, y = np.split(rng.normal(size=(14, 3)).astype("float32"), 2)
    for cache in (True, False):
        [got] = probes.pipeline(x, 4, cache, y=y)
        first, second = (np.concatenate(part) for part in zip(*got, strict=True))
        mine = by_second(first, second)
        slips = {"fn is not applied": by_second(x, y), "the pair is swapped": by_second(y - x, x)}
        assert_close(mine, by_second(x - y, y), dtype="float32", what=PAIRS, slips=slips)


def by_second(first, second):
    """Return the pairs side by side, in the order of the second entries."""
    return np.concatenate([first, second], axis=1)[np.argsort(second[:, 0])]


def example(sizes, numbers):
    return {"sizes": sizes, "numbers": numbers}


def about(alike, neighbors, early):
    """Return what is seen of the orders of two passes."""
    return {
        "both passes have the same order": alike,
        "most neighbors stay together": neighbors,
        "an element comes early by 0.4 of all places": early,
    }


def buffer(large, larger):
    return {"early by 900 places or more": large, "early by 1,100 or more": larger}


NUMBERS = [0, 10, 20, 30, 40]
EXAMPLE = {
    "whole batches are shuffled, not elements": ([2, 1, 2], NUMBERS),
    "batches are shuffled, not elements": ([1, 2, 2], NUMBERS),
    "nothing is batched": ([1] * 5, NUMBERS),
    "fn is not applied": ([2, 2, 1], [0, 1, 2, 3, 4]),
    "the elements are repeated in a pass": ([2, 2, 2, 2, 2], sorted(NUMBERS * 2)),
    "one batch of all elements": ([5], NUMBERS),
}
FIRST, BOTH = "the elements of the pass, sorted,", "the elements of both passes, sorted,"
PAIRS = "the pairs, side by side"
SMALL = "the buffer of the shuffle is smaller than 1,000"
LARGE = "the buffer of the shuffle is larger than 1,000"
SAME = (
    "the same order in every pass (shuffled above the cache, or not with reshuffle_each_iteration)"
)
RIGHT = (False, False, True)
ORDER_SLIPS = {
    "nothing is shuffled": about(True, True, False),
    "whole batches are shuffled, not elements": about(False, True, True),
    "the buffer of the shuffle is too small": about(False, False, False),
    SAME: about(True, False, True),
}
