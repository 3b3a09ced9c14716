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


def in_order(owners, values, count):
    """Return that many elements, each dataset's in its order, as the owners draw them."""
    found = np.full(count, 1e9)  # no element is so large
    for owner, part in enumerate(values):
        places = np.flatnonzero(owners == owner)
        found[places] = np.resize(part, len(places))
    return found


def shares(owners):
    """Return the share of each dataset."""
    return np.array([np.mean(owners == owner) for owner in range(len(COUNTS))])


def test_example(probes):
    """balanced serves what the docstring's example shows"""
    got = probes.balanced([np.arange(2), np.arange(10, 20)], [1, 0], [3], 5)
    assert_equal(got, [[0, 1, 0, 1, 0]], what="the list of elements", slips=EXAMPLE)


@after(test_example)
def test_form(probes, rng):
    """balanced serves the elements of its datasets without end"""
    values = drawn(rng, 3, 5)
    [got] = probes.balanced(values, [0.5, 0.5], [1], 60)
    known = {"elements": len(got), "all of them known": bool(np.all(sources(got, values) >= 0))}
    want = {"elements": 60, "all of them known": True}
    slips = {"each dataset is served only once": want | {"elements": 8}}
    slips |= {CHANGED: want | {"all of them known": False}}
    if known["elements"] < 60:
        slips |= {"it ends when a dataset has ended": want | {"elements": known["elements"]}}
    assert_equal(known, want, what="the count of the first 60 elements", slips=slips)


@points(1)
@after(test_form)
def test_shares(probes, rng):
    """each element is drawn independently, with probabilities proportional to the weights"""
    values, want = drawn(rng, *COUNTS), np.array(WEIGHTS) / sum(WEIGHTS)
    [got] = probes.balanced(values, WEIGHTS, [int(rng.integers(99))], MOST)
    owners = sources(got, values)
    # The standard deviations are at most 0.018: right draws use up 5.5 of them once in 1e7 runs.
    assert_close(shares(owners), want, rtol=0, atol=0.1, what="the shares", slips=SHARE_SLIPS)
    again = np.mean(owners[1:] == owners[:-1])  # its standard deviation is below 0.018, too
    assert_close(again, np.sum(want**2), rtol=0, atol=0.1, what=AGAIN, slips=IN_TURN)
    periods = [n for n in range(1, MOST // 2) if np.array_equal(owners[n:], owners[:-n])]
    assert_equal(periods[:1], [], what="the list of periods in which the draws repeat")


@points(0.5)
@after(test_form)
def test_order(probes, rng):
    """the elements of a dataset keep their order, and start again when it has ended"""
    values = drawn(rng, 3, 40)
    [got] = probes.balanced(values, [0.3, 0.7], [4], 150)
    want = in_order(sources(got, values), values, 150)
    assert_close(got, want, dtype="float64", what="the elements, each dataset's in its order")


@points(0.5)
@after(test_form)
def test_seed(probes, rng):
    """the same seed draws the same, and another seed draws differently"""
    values, seed = drawn(rng, 20, 30, 25), int(rng.integers(1, 99))
    got = probes.balanced(values, [0.4, 0.4, 0.2], [0, 0, seed, seed], 50)
    owners = [sources(mixture, values) for mixture in got]
    want = [in_order(mine, values, 50) for mine in owners]
    assert_close(np.stack(got), np.stack(want), dtype="float64", what="the four mixtures")
    zero, also_zero, one, same = (mine.tolist() for mine in owners)
    got = seeds(zero == also_zero, one == same, zero == one)
    assert_equal(got, seeds(*SEEDS), what="the comparison", slips=SEED_SLIPS)


@points(0.5)
@after(test_form)
def test_zero(probes, rng):
    """a dataset of weight 0 is never drawn, and the others are"""
    values = drawn(rng, 6, 4, 5)
    [got] = probes.balanced(values, [2, 0, 0.5], [int(rng.integers(99))], 120)
    owners = sources(got, values)
    want = in_order(np.where(owners == 1, -1, owners), values, 120)  # dataset 1 has no right value
    assert_close(got, want, dtype="float64", what="the elements, none of dataset 1")


@points(0.5)
@after(test_form)
def test_refused(probes, rng):
    """bad weights are refused, and a single dataset is served"""
    values = drawn(rng, 3, 4)
    got = probes.refused_weights(values, CASES)
    assert_equal(got, dict.fromkeys(CASES, "ValueError"), what="the dict of errors", slips=REFUSED)
    [got] = probes.balanced(values[:1], [7], [1], 5)
    assert_close(got, np.resize(values[0], 5), dtype="float64", what="a single dataset")


def seeds(zero, same, other):
    """Return what is seen of mixtures of seed 0, twice, and of another seed, twice."""
    return {
        "both mixtures of seed 0 agree": zero,
        "both mixtures of the other seed agree": same,
        "the two seeds agree": other,
    }


def refused(few, many, negative, zero):
    """Return the errors of the cases; the empty string stands for no error."""
    errors = (error or "nothing was raised" for error in (few, many, negative, zero))
    return dict(zip(CASES, errors, strict=True))


EXAMPLE = {
    "each dataset is served only once": [[0, 1]],
    "the weights are those of the reversed list": [[10, 11, 12, 13, 14]],
    "a dataset starts again with its last element": [[0, 1, 1, 0, 0]],
    "the first element is skipped": [[1, 0, 1, 0, 1]],
    "a dataset of weight 0 is drawn": [[0, 1, 0, 10, 1]],
}
SHARE_SLIPS = {
    "all weights are treated as equal": [1 / 3, 1 / 3, 1 / 3],
    "the weights are those of the reversed list": [0.3, 0.1, 0.6],
    "the shares are those of the datasets' sizes": np.array(COUNTS) / sum(COUNTS),
    "the weights went through a softmax": np.exp(WEIGHTS) / np.sum(np.exp(WEIGHTS)),
}
IN_TURN = {"the datasets come in turn, not at random": 0.7, "no dataset comes twice in a row": 0.0}


CHANGED = "the elements are changed on the way"
AGAIN = "the share of elements from the same dataset as the one before"
SEEDS = (True, True, False)
SEED_SLIPS = {
    "the draws do not follow from the seed": seeds(False, False, False),
    "seed 0 is taken for no seed": seeds(False, True, False),
    "all seeds draw the same": seeds(True, True, True),
}
CASES = {
    "one weight for two datasets": [1.0],
    "three weights for two datasets": [1.0, 1.0, 1.0],
    "a negative weight": [2.0, -0.5],
    "all weights are 0": [0, 0],
}
REFUSED = {
    "negative weights are allowed": refused("ValueError", "ValueError", "", "ValueError"),
    "weights that are all 0 are allowed": refused("ValueError", "ValueError", "ValueError", ""),
    "a dataset or a weight without a partner is dropped": refused(
        "", "", "ValueError", "ValueError"
    ),
}
