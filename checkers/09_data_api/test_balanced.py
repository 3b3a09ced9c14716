"""Checks of balanced: an element's value says which dataset it comes from."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

MOST = 1000
COUNTS, WEIGHTS = (25, 70, 30), [6, 1, 3]


def drawn(rng, *counts):
    """Draw the elements of that many datasets, all different."""
    return [draw(rng, (count,), dtype="float64") for count in counts]


def sources(got, values):
    """Return for each element the number of its dataset, or -1."""
    owners = {value: owner for owner, part in enumerate(values) for value in part.tolist()}
    return np.array([owners.get(value, -1) for value in np.ravel(got).tolist()])


def shares(owners):
    """Return the share of each dataset."""
    return np.array([np.mean(owners == owner) for owner in range(len(COUNTS))])


def test_form(probes, rng):
    """balanced serves the elements of its datasets without end"""
    values = drawn(rng, 3, 5)
    got = probes.balanced(values, [0.5, 0.5], [1], 60)[0]
    known = [len(np.ravel(got)), bool(np.all(sources(got, values) >= 0))]
    slips = {"each dataset is served only once": [8, True], CHANGED: [60, False]}
    if known[0] < 60:
        slips |= {"it ends when a dataset has ended": [known[0], True]}
    assert_equal(known, [60, True], what="[number, all known] of 60 elements", slips=slips)


@points(1)
@after(test_form)
def test_shares(probes, rng):
    """each element is drawn independently, with probabilities proportional to the weights"""
    values, want = drawn(rng, *COUNTS), np.array(WEIGHTS) / sum(WEIGHTS)
    got = probes.balanced(values, WEIGHTS, [int(rng.integers(99))], MOST)[0]
    owners = sources(got, values)
    # The standard deviations are at most 0.018: right draws use up 5.5 of them once in 1e7 runs.
    assert_close(shares(owners), want, rtol=0, atol=0.1, what="the shares", slips=SHARE_SLIPS)
    again = np.mean(owners[1:] == owners[:-1])
    assert_close(again, np.sum(want**2), rtol=0, atol=0.1, what=AGAIN, slips=IN_TURN)


@points(1)
@after(test_form)
def test_order(probes, rng):
    """the elements of a dataset keep their order, and start again when it has ended"""
    values = drawn(rng, 3, 40)
    got = np.ravel(probes.balanced(values, [0.3, 0.7], [4], 150)[0])
    owners = sources(got, values)
    for owner, part in enumerate(values):
        mine = got[owners == owner]
        want = np.resize(part, int(np.sum(owners == owner)))
        assert_close(mine, want, dtype="float64", what=f"the elements of dataset {owner}")


@points(1)
@after(test_form)
def test_seed(probes, rng):
    """the same seed draws the same, and another seed draws differently"""
    values = drawn(rng, 20, 30, 25)
    got = probes.balanced(values, [0.4, 0.4, 0.2], [7, 7, 8], 50)
    one, same, other = (sources(mixture, values).tolist() for mixture in got)
    got = [-1 in one, one == same, one == other]
    assert_equal(got, [False, True, False], what=SEEDS, slips=SEED_SLIPS)


SHARE_SLIPS = {
    "all weights are treated as equal": [1 / 3, 1 / 3, 1 / 3],
    "the weights are those of the reversed list": [0.3, 0.1, 0.6],
    "the shares are those of the datasets' sizes": np.array(COUNTS) / sum(COUNTS),
}
IN_TURN = {"the datasets come in turn, not at random": 0.7, "no dataset comes twice in a row": 0.0}


CHANGED = "the elements are changed on the way"
AGAIN = "the share of elements from the same dataset as the one before"
SEEDS = "[is anything unknown, is seed 7 like seed 7, is seed 7 like seed 8]"
SEED_SLIPS = {
    "the seed is not used": [False, False, False],
    "the seed is always the same": [False, True, True],
}
