"""Checks of kfold."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

PARTS = ("train", "validation")


def oracle(array, k, fold):
    """Return the training part and the validation part of an array."""
    held_out = np.arange(len(array)) % k == fold
    return {"train": array[~held_out], "validation": array[held_out]}


def slips_of(array, k, fold, part):
    """Return a part as common mistakes make it."""
    right, other = oracle(array, k, fold), oracle(array, k, (fold + 1) % k)
    block = np.array_split(np.arange(len(array)), k)[fold]
    blocks = {"train": np.delete(array, block, axis=0), "validation": array[block]}
    swapped = dict(zip(PARTS, (right[name] for name in PARTS[::-1]), strict=True))
    slips = {
        "training and validation set are swapped": swapped,
        "folds are blocks, not every k-th sample": blocks,
        "another fold is held out": other,
        "the held-out samples are also trained on": right | {"train": array},
    }
    return {words: slip[part] for words, slip in slips.items()}


def test_example(probes):
    """kfold splits the samples as the docstring's example shows"""
    x, y = np.arange(5.0), np.array([10, 11, 12, 13, 14])
    got, want = probes.kfold(x, y, 3, 1), parts([10, 12, 13], [11, 14])
    if not isinstance(got, str):
        got = {name: [labels_of(served) for served in got[name]] for name in PARTS}
    slips = {SWAPPED: parts([11, 14], [10, 12, 13]), LEAK: parts(y.tolist(), [11, 14])}
    slips |= {BLOCKS: parts([10, 11, 14], [12, 13]), FLOOR: parts([10, 12, 13, 14], [11])}
    slips |= {OTHER: parts([12], [11, 14]), NEXT: parts([10, 11, 13, 14], [12])}
    slips |= {words: parts(*labels) for words, labels in MORE.items()}
    assert_equal(got, want, what="the pair of labels", slips=slips)


@points(1)
@after(test_example)
def test_validation(probes, rng):
    """the validation set holds the samples i with i % k == fold, in order, in each pass"""
    for n, k, fold, *dtypes in [(11, 4, 2, "float32", "int64"), (7, 3, 0, "uint8", "float64")]:
        x, y = values(rng, (n, 2), dtypes[0]), values(rng, (n,), dtypes[1])
        passes = probes.kfold(x, y, k, fold, passes=2)["validation"]
        for _, (got_x, got_y) in zip(range(2), passes, strict=True):
            for mine, array, dtype in [(got_x, x, dtypes[0]), (got_y, y, dtypes[1])]:
                slips = slips_of(array, k, fold, "validation")
                assert_close(mine, oracle(array, k, fold)["validation"], dtype=dtype, slips=slips)


@points(1)
@after(test_example)
def test_train(probes, rng):
    """the training set holds all other samples, in their order, in each pass"""
    for n, k, fold, *dtypes in [(10, 3, 0, "float64", "float32"), (6, 6, 5, "int64", "bool")]:
        x, y = values(rng, (n, 2, 2), dtypes[0]), values(rng, (n,), dtypes[1])
        passes = probes.kfold(x, y, k, fold, passes=2)["train"]
        for _, (got_x, got_y) in zip(range(2), passes, strict=True):
            for mine, array, dtype in [(got_x, x, dtypes[0]), (got_y, y, dtypes[1])]:
                slips = slips_of(array, k, fold, "train")
                assert_close(mine, oracle(array, k, fold)["train"], dtype=dtype, slips=slips)


@points(1)
@after(test_validation)
def test_refused(probes, rng):
    """a fold outside 0 .. k - 1 is refused, and so is k below 2"""
    x, y = draw(rng, (6, 2), (6,))
    got = probes.errors_of("kfold", {words: [x, y, *case] for words, case in CASES.items()})
    want = refused("ValueError", "ValueError", "ValueError", "ValueError", "")
    assert_equal(got, want, what="the dict of errors", slips=REFUSED_SLIPS)
    [[got, _]] = probes.kfold(x, y, 2, 1)["validation"]
    assert_close(got, x[1::2], dtype="float32", what="x of fold 1 of 2")


def values(rng, shape, dtype):
    """Draw values of any dtype, integers beyond what float32 can hold."""
    high = 2.0**40 if dtype == "int64" else 200
    numbers = draw(rng, shape, dtype="float64", low=0, high=high)
    return numbers > high / 2 if dtype == "bool" else numbers.astype(dtype)


def labels_of(served):
    """Return the labels of a pass; what is no pair stays as it is."""
    return served if isinstance(served, str) else [labels.tolist() for _, labels in [served]]


def parts(train, validation):
    """Return the labels of one pass over each part."""
    return {"train": [[train]], "validation": [[validation]]}


def refused(*errors):
    """Return the errors of the cases; the empty string stands for no error."""
    return dict(zip(CASES, (error or "nothing was raised" for error in errors), strict=True))


MORE = {
    "the samples are in reversed order": ([13, 12, 10], [14, 11]),
    "the validation set is in reversed order": ([10, 12, 13], [14, 11]),
    "the training set is shuffled": ([12, 13, 10], [11, 14]),
    "the training set holds the blocks around the fold": ([10, 11, 14], [11, 14]),
    "one fold is left out, another is in both sets": ([10, 11, 13, 14], [11, 14]),
    "the samples are batched": ([[10, 12, 13]], [[11, 14]]),
}
SWAPPED = "training and validation set are swapped"
LEAK = "the held-out samples are also trained on"
BLOCKS = "folds are blocks, not every k-th sample"
FLOOR = "every fold has n // k samples: the rest is never held out"
OTHER = "the training set is one other fold, not all others"
NEXT = "the folds are counted from 1"
CASES = {
    "fold 3 of 3": (3, 3),
    "fold -1 of 3": (3, -1),
    "fold 0 of 1": (1, 0),
    "fold 0 of 0": (0, 0),
    "fold 2 of 3": (3, 2),
}
REFUSED_SLIPS = {
    "fold k is taken for another fold": refused("", *["ValueError"] * 3, ""),
    "a fold below 0 is not refused": refused("ValueError", "", "ValueError", "ValueError", ""),
    "a fold out of range is accepted (taken modulo k?)": refused("", "", *["ValueError"] * 2, ""),
    "a single fold, which holds out everything, is allowed": refused(
        "ValueError", "ValueError", "", "ValueError", ""
    ),
    "the last fold is refused": refused(*["ValueError"] * 5),
}
