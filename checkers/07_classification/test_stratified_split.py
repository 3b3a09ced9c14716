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

pytestmark = forbids("sklearn.model_selection")

SIZES = (7, 40, 23, 61)
SMALL = (2, 3, 1, 50, 2)


def drawn(rng, sizes, shape=(), labels=None):
    """Return samples and labels, sizes[k] of class labels[k], in random order."""
    labels = np.arange(len(sizes)) if labels is None else np.array(labels)
    y = rng.permutation(np.repeat(labels, sizes))
    return draw(rng, (len(y), *shape)), y


def parts_of(probes, x, y, fraction, seed):
    """Return the two parts, each (x, y); require two pairs, and that x and y stay as they are."""
    got = probes.split(x, y, fraction, seed)
    parts = got["parts"]
    form = [len(part) if isinstance(part, (list, tuple)) else 0 for part in parts]
    assert_equal(form, [2, 2], what=FORM, slips={FLAT: [0] * 4})
    assert_equal(got["changed"], [False, False], what=CHANGED, slips=CHANGED_SLIPS)
    return parts


def rows_of(probes, x, y, fraction, seed):
    """Return which rows of x the two parts hold; require each row to keep its own label."""
    known, found = {row.tobytes(): place for place, row in enumerate(x)}, []
    for part, (rows, labels) in zip(
        ("train", "test"), parts_of(probes, x, y, fraction, seed), strict=True
    ):
        places = np.array([known.get(np.asarray(row).tobytes(), 0) for row in rows], dtype=int)
        assert_close(rows, x[places], what=f"x_{part}")
        mixed = np.array_equal(np.sort(labels), np.sort(y[places]))
        slips = {APART: np.asarray(labels) - (not mixed)}
        assert_close(labels, y[places], what=f"y_{part}", slips=slips)
        found.append(places)
    return found


def counts_of(y, rows):
    """Return how many of the rows each class has, in the order of the labels."""
    return np.array([np.sum(y[rows] == label) for label in np.unique(y)], dtype=float)


def nearest(got, least, most):
    """Return the counts that are nearest to got and allowed."""
    return np.clip(got, least, most).astype(float)


def test_example(probes):
    """stratified_split gives what the docstring's example shows"""
    y = np.array([7] * 8 + [-1] * 4)
    train, test = rows_of(probes, np.arange(12), y, 0.25, 0)
    got = [sorted(y[test].tolist()), len(train)]
    assert_equal(got, [[-1, 7, 7], 9], what=EXAMPLE, slips=example_slips_of(*got))


@after(test_example)
def test_parts(probes, rng):
    """stratified_split returns two pairs of equal length, (x, y), with the dtypes of x and y"""
    for shape, dtype, kind in [((3,), "float32", "int64"), ((), "uint8", "int32"), LAST]:
        x, y = drawn(rng, SIZES, shape)
        for rows, labels in parts_of(probes, x.astype(dtype), y.astype(kind), 0.3, 1):
            assert_shape(labels, (len(rows),), dtype=kind, kind="any")
            assert_shape(rows, (len(labels), *shape), dtype=dtype, kind="any")


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
    """`fraction` of each class's samples, whatever its label, are tested, to within one sample"""
    for fraction, labels in [
        (0.1, (-3, 3, 10**9 + 7)),
        (0.25, (0, 1, 2)),
        (0.5, None),
        (0.85, (5, 6, -8)),
    ]:
        x, y = drawn(rng, (60, 33, 120), labels=labels)
        test = rows_of(probes, x, y, fraction, 3)[1]
        got, all_of = counts_of(y, test), counts_of(y, np.arange(len(y)))
        slips = share_slips_of(got, fraction, all_of)
        want = nearest(got, fraction * all_of - 1, fraction * all_of + 1)
        assert_close(got, want, slips=slips, what=COUNTS)


@points(1)
@after(test_shares)
def test_small_classes(probes, rng):
    """a class with two samples or more is in both parts, and a class with one is in one part"""
    counts = np.array(SMALL)
    for fraction in (0.1, 0.2, 0.8, 0.95):
        x, y = drawn(rng, SMALL)
        test = rows_of(probes, x, y, fraction, 4)[1]
        got, ideal = counts_of(y, test), fraction * counts
        near, more = nearest(got, ideal - 1, ideal + 1), counts > 1
        assert_close(got, nearest(near, more, counts - more), slips={ABSENT: near}, what=COUNTS)


@points(1)
@after(test_shares)
def test_seed(probes, rng):
    """the drawn samples depend on the seed: the same for the same seed, others for other seeds"""
    x, y = drawn(rng, SIZES)
    parts = [set(rows_of(probes, x, y, 0.4, seed)[1]) for seed in (0, 0, 6, 7)]
    got = [parts[0] == parts[1], parts[0] == parts[2], parts[2] == parts[3]]
    assert_equal(got, [True, False, False], what=ALIKE, slips=SEED_SLIPS)


@points(1)
@after(test_shares)
def test_arguments(probes, rng):
    """fractions outside of (0, 1) and different lengths are refused, and nothing else"""
    x, y = drawn(rng, SIZES)
    cases = [[x, y, fraction, 0] for fraction in (0.0, 1.0, -0.25, 1.5)]
    cases += [[x[1:], y, 0.5, 0], [x, y[1:], 0.5, 0]]
    got = probes.refused("stratified_split", cases, "array")
    assert_equal(got, [True] * 6, what=REFUSED, slips=REFUSED_SLIPS | others_in(got))
    for fraction in (0.001, 0.999):
        rows_of(probes, x, y, fraction, 0)


def others_in(got):
    """Return the slip for errors that are not ValueErrors."""
    return {OTHER: [flag if isinstance(flag, str) else True for flag in got]}


def example_slips_of(tested, trained):
    """Return the example's wrong answers by their causes; some are known by their size only."""
    got, samples = [tested, trained], len(tested) + trained
    return EXAMPLE_SLIPS | {
        LEFT_OUT: got if samples < 12 else None,
        TWICE: got if samples > 12 else None,
        ODD: got if (len(tested), trained) == (3, 9) else None,
        MANY: got if tested.count(-1) > 2 and samples == 12 and trained != 3 else None,
    }


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


LAST = ((2, 4), "float64", "uint8")
EXAMPLE = "the pair [the sorted labels of the test part, the number of training samples]"
ODD = "drawn from all samples, not within each class"
MANY = "the test part has more of a class than fraction * c, to within one sample"
EXAMPLE_SLIPS = {
    "this is the training part: it comes first, or fraction is its share": [[-1] * 3 + [7] * 6, 3],
    "the class with the negative label is left out of the test part": [[7, 7], 10],
    "the same number for each class, made to fit the smallest": [[-1, 7], 10],
}
FORM = "the list of the parts' lengths, 2 for a pair (x, y) and 0 for what is no tuple,"
FLAT = "four arrays in a row, where two pairs belong: (x_train, y_train), (x_test, y_test)"
APART = "x and y are shuffled independently of each other"
CHANGED = "the answer to “does the call change [x, y]?”"
CHANGED_SLIPS = {
    "x and y are shuffled in place": [True, True],
    "y is sorted or shuffled in place": [False, True],
    "x is changed in place": [True, False],
}
USES = "the number of rows that are [in neither part, in the parts more than once]"
LEFT_OUT = "some samples are in neither part"
TWICE = "some samples are in the parts twice"
COUNTS = "the samples of each class in the test part"
ABSENT = "a class of two samples or more is missing from one of the parts"
ALIKE = "the answer to “are the test parts equal for seeds [0 and 0, 0 and 6, 6 and 7]?”"
SEED_SLIPS = {
    "the seed is not used, or the draw also depends on other things": [False, False, False],
    "the same samples whatever the seed": [True, True, True],
    "all seeds but 0 give the same samples": [True, False, True],
}
OTHER = "an error is raised, but not ValueError"
REFUSED = "the list of ValueErrors for [fraction 0, 1, -0.25, 1.5, x too short, y too short]"
REFUSED_SLIPS = {
    "fraction is not checked": [False, False, False, False, True, True],
    "fraction 0 and 1 are accepted": [False, False, True, True, True, True],
    "fraction 0 is accepted": [False, True, True, True, True, True],
    "fraction 1 is accepted": [True, False, True, True, True, True],
    "negative fractions are accepted": [True, True, False, True, True, True],
    "fractions above 1 are accepted": [True, True, True, False, True, True],
    "the lengths are not compared": [True, True, True, True, False, False],
    "more labels than samples go unnoticed": [True, True, True, True, False, True],
    "more samples than labels go unnoticed": [True, True, True, True, True, False],
}
