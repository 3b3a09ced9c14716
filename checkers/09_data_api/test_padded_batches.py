"""Checks of padded_batches: batches in any order, identified by shape and largest entry."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

LENGTHS = [3, 9, 8, 17, 1, 16, 12, 24, 5, 8, 20, 10, 2, 9, 40, 6]


def drawn(rng, lengths=LENGTHS):
    """Draw sequences, with real zeros in the middle and at the end of some."""
    sequences = [draw(rng, (length,), low=1, high=9) for length in lengths]
    for sequence in sequences[1::3]:
        sequence[max(1, len(sequence) // 2) :: 4] = 0
        sequence[1:][-1:] = 0
    return sequences


def bucket(sequence):
    return (len(sequence) - 1) // 8


def groups(sequences, batch, key=bucket):
    """Return the sequences of each batch."""
    found = []
    for number in sorted({key(sequence) for sequence in sequences}):
        mine = [sequence for sequence in sequences if key(sequence) == number]
        found += [mine[start : start + batch] for start in range(0, len(mine), batch)]
    return found


def padded(group, width=None, front=False):
    """Return the sequences of a group, padded, and their mask."""
    width = width or max(map(len, group))
    sequences, mask = np.zeros((len(group), width), group[0].dtype), np.zeros((len(group), width))
    for row, sequence in enumerate(group):
        place = slice(-len(sequence), None) if front else slice(len(sequence))
        sequences[row, place], mask[row, place] = sequence, 1
    return sequences, mask.astype(bool)


def in_order(batches):
    """Return the batches in the order of their shapes and of their largest entries."""
    return sorted(batches, key=lambda batch: (*batch[0].shape, float(np.max(batch[0]))))


def shapes(batches):
    return sorted(list(batch[0].shape) for batch in batches)


def slips_of(sequences, batch):
    """Return the shapes of common mistakes."""
    right = groups(sequences, batch)
    longest, by_length = max(map(len, sequences)), sorted(sequences, key=len)
    halves = groups(sequences, batch, lambda sequence: len(sequence) // 8)
    return {
        "padded to the longest of all": sorted([len(group), longest] for group in right),
        "not bucketed": shapes(map(padded, groups(sequences, batch, lambda _: 0))),
        "sorted by length, not bucketed": shapes(
            map(padded, groups(by_length, batch, lambda _: 0))
        ),
        "the last batches of the buckets are dropped": shapes(
            padded(group) for group in right if len(group) == batch
        ),
        BUCKET: sorted([len(group), 8 * (bucket(group[0]) + 1)] for group in right),
        "length 8 is in the second bucket, not in the first": shapes(map(padded, halves)),
        SINGLE: shapes(map(padded, groups(sequences, batch, len))),
    }


def test_example(probes):
    """padded_batches serves what the docstring's example shows"""
    sequences = [np.float32(row) for row in ([5, 0], [1] * 9, [2, 4, 6])]
    got = probes.padded_batches(sequences, 2)
    got = got if isinstance(got, str) else [sorted(map(listed, batches)) for batches in got]
    want = [sorted(map(listed, map(padded, ([sequences[0], sequences[2]], [sequences[1]]))))]
    assert_equal(got, want, what="the list of batches, sorted,", slips=example_slips(sequences))


@points(1)
@after(test_example)
def test_buckets(probes, rng):
    """each batch takes sequences of one bucket, in their order, and is as wide as its longest"""
    lengths = list(rng.permutation(LENGTHS))
    sequences = drawn(rng, lengths)
    [got], want = probes.padded_batches(sequences, 3), list(map(padded, groups(sequences, 3)))
    slips = slips_of(sequences, 3)
    assert_equal(shapes(got), shapes(want), what="the list of shapes, sorted,", slips=slips)
    for (mine, _), right, front in zip(
        in_order(got), in_order(want), fronts(sequences), strict=True
    ):
        assert_close(mine, right[0], dtype="float32", slips={FRONT: front, ONES: ones(*right)})


@after(test_buckets)
def test_long_sequences(probes, rng):
    """buckets go on for sequences of any length: 993 to 1,000 is one of them"""
    lengths = [993, 985, 1000, 992, 1001, 997]
    sequences = drawn(rng, lengths)
    [got], want = probes.padded_batches(sequences, 4), list(map(padded, groups(sequences, 4)))
    slips = slips_of(sequences, 4) | {
        "the buckets end somewhere: all longer sequences share one": shapes(
            map(padded, groups(sequences, 4, lambda _: 0))
        )
    }
    assert_equal(shapes(got), shapes(want), what="the list of shapes, sorted,", slips=slips)


@points(0.5)
@after(test_long_sequences)
def test_mask(probes, rng):
    """the mask is True at each entry of a sequence, even a zero, and False after its end"""
    sequences = drawn(rng)
    [got], want = probes.padded_batches(sequences, 2), list(map(padded, groups(sequences, 2)))
    for (_, mine), (filled, right) in zip(in_order(got), in_order(want), strict=True):
        slips = {"True at the padding": ~right, "real zeros are masked": filled != 0}
        assert_close(mine, right, dtype="bool", slips=slips | {"all True": np.ones_like(right)})


@points(0.5)
@after(test_example)
def test_integers(probes, rng):
    """sequences of int64 stay int64, to the last digit, and a single one is a batch"""
    sequences = [rng.integers(2**60, 2**62, length) for length in (3, 1, 8)]
    for some in (sequences, sequences[1:2]):
        [[(got, _)]] = probes.padded_batches(some, 4)
        want, _ = padded(some)
        slips = {ROUNDED: want.astype(np.float32).astype(np.int64)}
        slips |= {"padded with 1": np.maximum(want, 1)}
        slips |= {ROUNDED_64: want.astype(np.float64).astype(np.int64)}
        assert_close(got, want, dtype="int64", what="the sequences", slips=slips)


def listed(batch):
    """Return a batch as lists, with its shape in front."""
    parts = [np.asarray(part).tolist() for part in batch]
    return [list(batch[0].shape), *parts]


def example_slips(sequences):
    """Return the example's batches as common mistakes make them."""
    one, two, three = sequences
    wrong = {
        "not bucketed": [padded([one, two]), padded([three])],
        SINGLE: [padded([sequence]) for sequence in sequences],
        "one batch of all sequences": [padded(sequences)],
        BUCKET: [padded([one, three], 8), padded([two], 16)],
        "padded to the longest of all": [padded([one, three], 9), padded([two], 9)],
        FRONT: [padded([one, three], front=True), padded([two])],
        "the sequences of a batch are in reversed order": [padded([three, one]), padded([two])],
        "the last batches of the buckets are dropped": [padded([one, three])],
    }
    right = [padded([one, three]), padded([two])]
    wrong["True at the padding"] = [(values, ~mask) for values, mask in right]
    wrong["real zeros are masked"] = [(values, values != 0) for values, mask in right]
    wrong["the mask is all True"] = [(values, np.ones_like(mask)) for values, mask in right]
    wrong[ONES] = [(ones(*pair), pair[1]) for pair in right]
    slips = {words: [sorted(map(listed, batches))] for words, batches in wrong.items()}
    lengths = [[list(v.shape), v.tolist(), m.sum(axis=1).tolist()] for v, m in right]
    numbers = [[list(v.shape), v.tolist(), m.astype(int).tolist()] for v, m in right]
    return slips | {
        "the lengths instead of a mask": [sorted(lengths)],
        "a mask of numbers, not of bool": [sorted(numbers)],
    }


def fronts(sequences, batch=3):
    """Return the batches padded at the front, beside the right batches."""
    found = in_order(padded(group, front=True) for group in groups(sequences, batch))
    return [sequences for sequences, _ in found]


def ones(sequences, mask):
    return np.where(mask, sequences, -1).astype(sequences.dtype)


BUCKET = "padded to the end of the bucket"
SINGLE = "one bucket for each length"
FRONT = "padded at the front"
ONES = "padded with -1"
ROUNDED = "the integers went through float32, which keeps only 24 bits"
ROUNDED_64 = "the integers went through float64, which keeps only 53 bits"
