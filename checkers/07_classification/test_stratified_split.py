"""Checks of stratified_split."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    draw,
    forbids,
    points,
)

pytestmark = forbids(
    "sklearn.model_selection.train_test_split",
    "sklearn.model_selection.StratifiedShuffleSplit",
    "sklearn.model_selection.StratifiedKFold",
)

SIZES = (7, 40, 23, 61)
SMALL = (2, 3, 1, 50, 2)


def drawn(rng, sizes, shape=()):
    """Return samples and labels, sizes[k] of class k, in random order."""
    y = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    return draw(rng, (len(y), *shape)), y


def rows_of(probes, x, y, fraction, seed):
    """Return which rows of x the two parts hold; require each row to keep its own label."""
    got = probes.split(x, y, fraction, seed)
    known, parts = {row.tobytes(): place for place, row in enumerate(x)}, []
    for part in ("train", "test"):
        rows, labels = got[part]
        places = np.array([known.get(np.asarray(row).tobytes(), 0) for row in rows], dtype=int)
        assert_close(rows, x[places], what=f"x_{part}")
        mixed = np.array_equal(np.sort(labels), np.sort(y[places]))
        slips = {APART: np.asarray(labels) - (not mixed)}
        assert_close(labels, y[places], what=f"y_{part}", slips=slips)
        parts.append(places)
    assert_equal(got["changed"], [False, False], what=CHANGED, slips=CHANGED_SLIPS)
    return parts


def nearest(got, least, most):
    """Return the counts that are nearest to got and allowed."""
    return np.clip(got, least, most).astype(float)


def test_parts(probes, rng):
    """stratified_split returns two pairs of equal length, (x, y), with the dtypes of x and y"""
    for shape in [(3,), (), (2, 4)]:
        x, y = drawn(rng, SIZES, shape)
        got = probes.split(x, y, 0.3, 1)
        for rows, labels in (got["train"], got["test"]):
            assert_shape(rows, (len(labels), *shape), dtype="float32", kind="any")
            assert_shape(labels, (len(rows),), dtype="int64", kind="any")


@points(1)
@after(test_parts)
def test_all_used(probes, rng):
    """every sample is in exactly one part, with its own label; x and y stay as they are"""
    for sizes, shape, fraction in [(SIZES, (3,), 0.3), (SMALL, (), 0.5), ((5, 4), (2, 2), 0.8)]:
        x, y = drawn(rng, sizes, shape)
        train, test = rows_of(probes, x, y, fraction, 2)
        times = np.bincount(np.concatenate([train, test]), minlength=len(y))
        got = [int(np.sum(times == 0)), int(np.sum(times > 1))]
        slips = {LEFT_OUT: [got[0] or -1, 0], TWICE: [0, got[1] or -1]}
        assert_equal(got, [0, 0], what=USES, slips=slips)


@points(1)
@after(test_all_used)
def test_shares(probes, rng):
    """`fraction` of each class's samples are in the test part, to within one sample"""
    for fraction in (0.1, 0.25, 0.5, 0.85):
        x, y = drawn(rng, (60, 33, 120))
        test = rows_of(probes, x, y, fraction, 3)[1]
        got, want = np.bincount(y[test], minlength=3).astype(float), fraction * np.bincount(y)
        slips = share_slips_of(got, fraction, np.bincount(y))
        assert_close(got, nearest(got, want - 1, want + 1), slips=slips, what=COUNTS)


@points(1)
@after(test_shares)
def test_small_classes(probes, rng):
    """a class with two samples or more is in both parts, and a class with one is in one part"""
    counts = np.array(SMALL)
    for fraction in (0.1, 0.2, 0.8, 0.95):
        x, y = drawn(rng, SMALL)
        test = rows_of(probes, x, y, fraction, 4)[1]
        got, ideal = np.bincount(y[test], minlength=5).astype(float), fraction * counts
        near, more = nearest(got, ideal - 1, ideal + 1), counts > 1
        assert_close(got, nearest(near, more, counts - more), slips={ABSENT: near}, what=COUNTS)


@points(1)
@after(test_shares)
def test_seed(probes, rng):
    """the drawn samples depend on the seed: the same for the same seed, others for other seeds"""
    x, y = drawn(rng, SIZES)
    seeds = (5, 5, 6)
    first, again, other = (set(rows_of(probes, x, y, 0.4, seed)[1]) for seed in seeds)
    got = [first == again, first == other]
    assert_equal(got, [True, False], what=ALIKE, slips=SEED_SLIPS)


@points(1)
@after(test_shares)
def test_arguments(probes, rng):
    """fractions outside of (0, 1) and different lengths are refused, and nothing else"""
    x, y = drawn(rng, SIZES)
    cases = [[x, y, fraction, 0] for fraction in (0.0, 1.0, -0.25, 1.5)]
    cases += [[x[1:], y, 0.5, 0], [x, y[1:], 0.5, 0]]
    got = probes.refused("stratified_split", cases, "array")
    assert_equal(got, [True] * 6, what=REFUSED, slips=REFUSED_SLIPS)
    rows_of(probes, x, y, 0.999, 0)


def share_slips_of(got, fraction, counts):
    """Return each class's number in the test part after common mistakes."""
    of = {
        "fraction is used as the share of the training part": (1 - fraction) * counts,
        "each class gives the same number of samples": np.full(3, fraction * np.mean(counts)),
        "the same number for each class, made to fit the smallest": np.full(
            3, fraction * np.min(counts)
        ),
    }
    slips = {words: nearest(got, ideal - 1, ideal + 1) for words, ideal in of.items()}
    total = abs(np.sum(got) - fraction * np.sum(counts)) <= 1
    return slips | {"drawn from all samples, not within each class": got if total else -got}


APART = "x and y are shuffled independently of each other"
CHANGED = "the answer to “does the call change [x, y]?”"
CHANGED_SLIPS = {"x and y are shuffled in place": [True, True], "y is sorted in place": [0, 1]}
USES = "the number of rows that are [in neither part, in the parts more than once]"
LEFT_OUT = "some samples are in neither part"
TWICE = "some samples are in the parts twice"
COUNTS = "the samples of each class in the test part"
ABSENT = "a class of two samples or more is missing from one of the parts"
ALIKE = "the answer to “are the test parts equal for [the same seed, another seed]?”"
SEED_SLIPS = {
    "the seed is not used, or the draw also depends on other things": [False, False],
    "the same samples whatever the seed": [True, True],
}
REFUSED = "the list of ValueErrors for [fraction 0, 1, -0.25, 1.5, x too short, y too short]"
REFUSED_SLIPS = {
    "fraction is not checked": [False, False, False, False, True, True],
    "fraction 0 and 1 are accepted": [False, False, True, True, True, True],
    "fraction 0 is accepted": [False, True, True, True, True, True],
    "fraction 1 is accepted": [True, False, True, True, True, True],
    "the lengths are not compared": [True, True, True, True, False, False],
    "more labels than samples go unnoticed": [True, True, True, True, False, True],
    "more samples than labels go unnoticed": [True, True, True, True, True, False],
}
