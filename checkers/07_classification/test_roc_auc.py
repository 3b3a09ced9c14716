"""Checks of roc_auc."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    forbids,
    points,
)

pytestmark = forbids("keras.metrics.AUC", "sklearn.metrics")


def oracle(y_true, scores, tie=0.5):
    positive = np.asarray(y_true).astype(bool)
    difference = scores[positive][:, None] - scores[~positive]
    return np.mean((difference > 0) + tie * (difference == 0))


def drawn(rng, negatives, positives, dtype="float32", decimals=None):
    """Return labels in random order and scores, larger for positives as a rule."""
    y_true = rng.permutation(np.repeat([0, 1], [negatives, positives]))
    scores = rng.standard_normal(len(y_true)) + y_true
    return y_true, (scores if decimals is None else np.round(scores, decimals)).astype(dtype)


def slips_of(y_true, scores):
    positive, auc = y_true.astype(bool), oracle(y_true, scores)
    return {
        "ties count nothing": oracle(y_true, scores, tie=0),
        "ties count in full": oracle(y_true, scores, tie=1),
        "never below 1/2: the order of bad scores is reversed": max(auc, 1 - auc),
        "positives and negatives are swapped, or the order is": 1 - auc,
        "1 - AUC, and ties count in full": 1 - oracle(y_true, scores, tie=0),
        "1 - AUC, and ties count nothing": 1 - oracle(y_true, scores, tie=1),
        "the Gini coefficient, 2 * AUC - 1": 2 * auc - 1,
        "the share of right answers with a cut at 1/2": np.mean((scores > 0.5) == positive),
        "the share of right answers with a cut at 0": np.mean((scores > 0) == positive),
        "divided by all pairs of samples": auc * np.mean(positive) * np.mean(~positive),
        "scores are clipped to [0, 1]": oracle(y_true, np.clip(scores, 0, 1)),
        "the sign of a difference makes -1, 0 and 1": 2 * auc - 1,
    }


def test_example(probes):
    """roc_auc gives what the docstring's example shows"""
    y_true, scores = np.int32([0, 1, 0, 1, 0]), np.float32([0.1, 0.3, 0.4, 0.4, 0.2])
    got = probes.call("roc_auc", y_true, scores)
    assert_close(got, 0.75, dtype="float32", kind="tensor", slips=slips_of(y_true, scores))


@points(1)
@after(test_example)
def test_values(probes, rng):
    """roc_auc is the share of pairs in which the positive has the larger score"""
    for negatives, positives, sign in [(30, 9, 1), (2, 41, 1), (60, 50, -1), (1, 1, -1)]:
        y_true, scores = drawn(rng, negatives, positives)
        got = probes.call("roc_auc", y_true, sign * scores)
        assert_close(got, oracle(y_true, sign * scores), slips=slips_of(y_true, sign * scores))


@points(1)
@after(test_values)
def test_ties(probes, rng):
    """a tie counts half, wherever it stands among the samples"""
    for negatives, positives, decimals in [(40, 25, 0), (8, 8, -2)]:
        y_true, scores = drawn(rng, negatives, positives, decimals=decimals)
        slips = slips_of(y_true, scores)
        for order in (np.argsort(y_true), np.argsort(-y_true)):
            got = probes.call("roc_auc", y_true[order], scores[order])
            assert_close(got, oracle(y_true, scores), slips=slips)


@points(0.5)
@after(test_values)
def test_any_scores(probes, rng):
    """scores may be any numbers, in the hundreds, a hair's breadth apart, or both at once"""
    for change, dtype, kind in CASES:
        y_true, scores = drawn(rng, 25, 30, "float64")
        given = change(scores).astype(kind)
        got, want = probes.call("roc_auc", y_true.astype(dtype), given), oracle(y_true, given)
        slips = {CUT: oracle(y_true, np.clip(given, 0, 1)), LOST: 0.5}
        slips[SQUEEZED] = oracle(y_true, squeezed(given))
        slips[MERGED] = oracle(y_true, given - given.min())
        assert_close(got, want, slips=slips)


@points(0.5)
@after(test_values)
def test_labels(probes, rng):
    """labels may have any integer or floating dtype, or be bool, however many there are"""
    for dtype, negatives, positives in [("uint8", 270, 300), ("bool", 7, 5), *MORE]:
        y_true, scores = drawn(rng, negatives, positives)
        got = probes.call("roc_auc", y_true.astype(dtype), scores)
        assert_close(got, oracle(y_true, scores), slips=slips_of(y_true, scores))


@points(1)
@after(test_values)
def test_one_class(probes, rng):
    """without a positive or a negative there is no AUC: ValueError"""
    scores = draw(rng, (6,))
    cases = [[np.zeros(6, "int64"), scores], [np.ones(6, "int64"), scores]]
    got = probes.refused("roc_auc", [*cases, [np.zeros(0, "int64"), scores[:0]]])
    other = {OTHER: [flag if isinstance(flag, str) else True for flag in got]}
    assert_equal(got, [True] * 3, what=REFUSED, slips=REFUSED_SLIPS | other)
    for negatives, positives in [(1, 12), (9, 1)]:
        y_true, scores = drawn(rng, negatives, positives)
        got = probes.call("roc_auc", y_true, scores)
        assert_close(got, oracle(y_true, scores), slips=slips_of(y_true, scores))


def squeezed(scores):
    """Return the sigmoid in float32."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(scores, dtype=np.float32)))


REFUSED = "the list of ValueErrors for [no positive, no negative, no samples]"
REFUSED_SLIPS = {
    "a missing class is accepted": [False, False, True],
    "a missing class and an empty input are accepted": [False] * 3,
    "an input without positives is accepted": [False, True, True],
    "an input without negatives is accepted": [True, False, True],
    "an empty input is accepted": [True, True, False],
}
OTHER = "an error is raised, but not ValueError"
CASES = [
    (lambda s: 300 * s, "bool", "float64"),
    (lambda s: s - 50, "float32", "float32"),
    (lambda s: 1e-9 * s + 1, "int32", "float64"),
    (lambda s: 1e6 * s, "int64", "float32"),
    (lambda s: np.sinh(12 * s), "int32", "float32"),  # from small to 1e10 on both sides of 0
    (lambda s: np.sinh(30 * s), "int32", "float64"),
]
MORE = [("int8", 140, 9), ("float16", 12, 30), ("float64", 8, 3), ("uint64", 3, 4)]
CUT = "scores are clipped to [0, 1]"
LOST = "scores a hair's breadth apart become ties: do they lose precision, in float32 for example?"
MERGED = "close scores become ties beside large ones: are all scores shifted first?"
SQUEEZED = "scores are squeezed by a sigmoid, in float32, and become ties"
