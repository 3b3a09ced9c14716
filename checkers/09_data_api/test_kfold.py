"""Checks of kfold."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

PARTS = ("train", "validation")


def oracle(array, k, fold):
    """Return the training part and the validation part of an array."""
    held_out = np.arange(len(array)) % k == fold
    return {"train": array[~held_out], "validation": array[held_out]}


def slips_of(array, k, fold, part):
    """Return the parts of common mistakes."""
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


def test_form(probes, rng):
    """kfold returns a training and a validation set, which together hold every sample"""
    x, y = draw(rng, (11, 3), (11,))
    got = probes.kfold(x, y, 4, 1)
    counts = [[len(got[name][part]) for part in (0, 1)] for name in PARTS]
    slips = {"training and validation set are swapped": [[3, 3], [8, 8]], LEAK: [[11, 11], [3, 3]]}
    slips |= {FLOOR: [[9, 9], [2, 2]], OTHER: [[3, 3], [3, 3]], BATCHED: [[1, 1], [1, 1]]}
    assert_equal(counts, [[8, 8], [3, 3]], what=COUNTS, slips=slips)


@points(1)
@after(test_form)
def test_validation(probes, rng):
    """the validation set holds the samples i with i % k == fold, in their order"""
    for n, k, fold in [(11, 4, 2), (7, 3, 0)]:
        x, y = draw(rng, (n, 2)), draw(rng, (n,), dtype="float64")
        got = probes.kfold(x, y, k, fold, ["validation"])["validation"]
        for mine, array, dtype in [(got[0], x, "float32"), (got[1], y, "float64")]:
            want, slips = oracle(array, k, fold), slips_of(array, k, fold, "validation")
            assert_close(mine, want["validation"], dtype=dtype, slips=slips)


@points(1)
@after(test_form)
def test_train(probes, rng):
    """the training set holds all other samples, in their order, and none of the validation set"""
    for n, k, fold in [(10, 3, 0), (14, 5, 4)]:
        x, y = draw(rng, (n, 2, 2), dtype="float64"), draw(rng, (n,))
        got = probes.kfold(x, y, k, fold, ["train"])["train"]
        for mine, array, dtype in [(got[0], x, "float64"), (got[1], y, "float32")]:
            want, slips = oracle(array, k, fold), slips_of(array, k, fold, "train")
            assert_close(mine, want["train"], dtype=dtype, slips=slips)


@points(1)
@after(test_validation)
def test_refused(probes, rng):
    """a fold outside 0 .. k - 1 is refused, and so is k below 2"""
    x, y = draw(rng, (6, 2), (6,))
    got = probes.errors_of("kfold", [[x, y, *case] for case in [(3, 3), (3, -1), (1, 0), (0, 0)]])
    assert_equal(got, ["ValueError"] * 4, what=REFUSED, slips=REFUSED_SLIPS)
    assert_close(probes.kfold(x, y, 2, 1)["validation"][0], x[1::2], dtype="float32")


COUNTS = "the list of [samples, labels] of the training and the validation set"
LEAK = "the held-out samples are also trained on"
FLOOR = "every fold has n // k samples: the rest is never held out"
REFUSED = "the list of errors for fold 3 of 3, fold -1 of 3, fold 0 of 1, and fold 0 of 0"
REFUSED_SLIPS = {
    "fold k is taken for another fold": ["", *["ValueError"] * 3],
    "a fold below 0 counts from the end": ["ValueError", "", "ValueError", "ValueError"],
    "a fold out of range is accepted (taken modulo k?)": ["", "", "ValueError", "ValueError"],
    "a single fold, which holds out everything, is allowed": [
        "ValueError",
        "ValueError",
        "",
        "ValueError",
    ],
}
BATCHED = "the samples are batched"
OTHER = "the training set is one other fold, not all others"
