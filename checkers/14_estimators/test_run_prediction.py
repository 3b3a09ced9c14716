"""Checks of run_prediction."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed


def drawn(rng, rows, features=3):
    """Draw a kernel, and data (x, labels)."""
    return draw(rng, (features,)), list(draw(rng, (rows, features), (rows,)))


def compare(got, kernel, data, size, count=None):
    """Hold each row against the model's values for its sample."""
    x = np.concatenate([data[0]] * (1 + (count or 0) // len(data[0])))[: count or len(data[0])]
    if not got["rows"]:
        raise CheckFailed("yields nothing", rung="none")
    assert_equal(got["kinds"], ["dict"], what="the list of types of what is yielded", slips=TYPES)
    assert_equal(got["NumPy"], [True], what=NUMPY, slips=TENSORS)
    batches = -(-len(data[0]) // size)
    wrong = {WHOLE: batches, CUT: len(data[0]) // size * size, ONLY: size}
    assert_equal(len(got["rows"]), len(x), what="the number of rows", slips=wrong)
    for n, (row, sample) in enumerate(zip(got["rows"], x, strict=True)):
        what = "the list of names in a row"
        assert_equal(sorted(row), ["twice", "y"], what=what, slips=NAMES)
        y = sample @ kernel
        wrong = {FRESH: 0.0 * y, FIRST: x[0] @ kernel, LAST: x[-1] @ kernel}
        for name, want in (("y", y), ("twice", np.array([y, 2 * y]))):
            slips = wrong if name == "y" else {}
            assert_close(row[name], want, dtype="float32", slips=slips, what=f"{name!r} of row {n}")
    what = "the list of labels that model_fn got"
    assert_equal(got["labels"], ["none"], what=what, slips={GIVEN: [[None]]})


def test_example(probes):
    """run_prediction yields the rows of the docstring's example, here of another model"""
    x = np.float32([[1, 0], [2, 1], [6, 2], [0, 1], [3, 3]])
    setting = np.float32([2, -1]), [x, np.zeros(5, "float32")], 2
    compare(probes.run_prediction(*setting, labeled=False), *setting)


@points(1.25)
@after(test_example)
def test_values(probes, rng):
    """each sample has its row of each prediction, in order, with the newest checkpoint's weights"""
    for rows, size in [(5, 2), (1, 3)]:
        setting = (*drawn(rng, rows), size)
        compare(probes.run_prediction(*setting, [9, 10], labeled=False), *setting)


@points(0.75)
@after(test_example)
def test_labels(probes, rng):
    """a dataset may have labels: they are left out, and model_fn gets None"""
    setting = (*drawn(rng, 4, 2), 3)
    compare(probes.run_prediction(*setting), *setting)


@points(0.5)
@after(test_example)
def test_two_features(probes, rng):
    """the features may be a dict of two"""
    setting = (*drawn(rng, 3, 2), 2)
    compare(probes.run_prediction(*setting, labeled=False, more=True), *setting)


@points(0.75)
@after(test_values)
def test_endless(probes, rng):
    """endless data is predicted as far as it is asked for, and no batch is computed before"""
    setting, seen = (*drawn(rng, 3, 2), 2), [*SEEN, "batches"]
    got = probes.run_prediction(*setting, labeled=False, asked=6, seen=seen)
    compare(got, *setting, count=6)
    wrong = {AHEAD: 5, FAR: 6, LOST: 0}
    assert_equal(got["batches"], 4, what="the number of batches computed", slips=wrong)


@points(0.5)
@after(test_example)
def test_no_checkpoint(probes, rng):
    """a folder without a checkpoint is refused; one with a checkpoint is not"""
    setting = (*drawn(rng, 3), 2)
    compare(probes.run_prediction(*setting), *setting)
    got = probes.run_prediction(*setting, [])
    assert_equal(got, "ValueError", what="the error without a checkpoint", slips=REFUSED)


TYPES = {
    "the names are yielded: a loop over a dict gives its keys": ["str"],
    "a batch, not a row": ["EagerTensor"],
    "the rows of one prediction, without names": ["ndarray"],
    "a pair of a row and its label, not the row": ["tuple"],
}
NAMES = {
    "a prediction is missing": ["y"],
    "the metrics of EVAL, not the predictions": ["close", "error", "whole"],
    "the names have a prefix": ["predictions/twice", "predictions/y"],
}
REFUSED = {
    "nothing is raised": "no error",
    "another error is raised: make it a ValueError": "FileNotFoundError",
}
SEEN = ["kinds", "NumPy", "labels"]
AHEAD = "a batch is computed before its first row is asked for"
FAR = "two batches are computed ahead"
LOST = "the graph of PREDICT did not run"
WHOLE = "one dict for each batch, not for each sample"
CUT = "the short last batch is left out"
FRESH = "the values of the initializers, or of an older checkpoint: restore the newest"
ONLY = "only the first batch is predicted"
FIRST = "every row is the first one"
LAST = "every row is the last one: one dict, filled again and again"
GIVEN = "the labels are given to model_fn"
NUMPY = "the list of answers to “is it a NumPy value?”"
TENSORS = {"it is a tensor or a Python number": [False]}
