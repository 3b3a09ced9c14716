"""Answers to padded_batches. `grouped` and `filled` do it in NumPy, with one thing wrong or none."""

import numpy as np
import tensorflow as tf


def bucket(sequence):
    return (len(sequence) - 1) // 8


def grouped(sequences, batch, key=bucket, whole=False):
    found = []
    for number in sorted({key(s) for s in sequences}):
        mine = [s for s in sequences if key(s) == number]
        found += [mine[i : i + batch] for i in range(0, len(mine), batch)]
    return [group for group in found if len(group) == batch or not whole]


def filled(group, width=None, front=False, value=0):
    width = width or max(len(s) for s in group)
    padded = np.full((len(group), width), value, group[0].dtype)
    mask = np.zeros(padded.shape, bool)
    for row, s in enumerate(group):
        place = slice(width - len(s), width) if front else slice(0, len(s))
        padded[row, place], mask[row, place] = s, True
    return padded, mask


def served(batches, mask=tf.TensorSpec((None, None), tf.bool)):
    batches = list(batches)
    signature = (tf.TensorSpec((None, None), batches[0][0].dtype), mask)
    return tf.data.Dataset.from_generator(lambda: iter(batches), output_signature=signature)


# unbreakable: "The order of the batches is free" | it asks for nothing
# unbreakable: "There is at least one sequence, and none is empty" | the checks draw no others
# unnoticed: test_buckets | padded_batches [*][*][*] * | test_mask compares the masks
# unnoticed: test_mask | padded_batches [*][*][*] * | test_buckets compares the sequences
# unnoticed: test_integers | padded_batches [*][*][*] * | test_mask compares the masks
# unnoticed: test_long | padded_batches [* | it compares one batch; test_buckets compares all
# unnoticed: test_buckets | padded_batches [*] swapped | the order of the batches is free
# unnoticed: test_mask | padded_batches [*] swapped | the order of the batches is free
# unnoticed: test_long_sequences | padded_batches [*]* | it has no points; test_buckets compares them


# %% right: bucket_by_sequence_length
def padded_batches(sequences, batch):
    longest = max(len(s) for s in sequences)
    edges = [*range(9, longest + 9, 8)]
    dataset = tf.data.Dataset.from_generator(
        lambda: ((s, np.ones(len(s), bool)) for s in sequences),
        output_signature=(
            tf.TensorSpec((None,), sequences[0].dtype),
            tf.TensorSpec((None,), tf.bool),
        ),
    )
    return dataset.bucket_by_sequence_length(
        lambda s, mask: tf.shape(s)[0], edges, [batch] * (len(edges) + 1)
    )


# %% right: in NumPy, the widest batches first
def padded_batches(sequences, batch):
    return served(filled(group) for group in reversed(grouped(sequences, batch)))


# %% right: padded by padded_batch, bucket by bucket
def padded_batches(sequences, batch):
    whole = None
    for number in sorted({bucket(s) for s in sequences}):
        mine = [s for s in sequences if bucket(s) == number]
        ragged = tf.data.Dataset.from_tensor_slices(tf.ragged.stack(mine))
        pairs = ragged.map(lambda s: (s, tf.range(tf.size(s)) >= 0)).padded_batch(batch)
        whole = pairs if whole is None else whole.concatenate(pairs)
    return whole


# %% right: group_by_window over a generator, its mask from the lengths
def padded_batches(sequences, batch):
    spec = tf.TensorSpec((None,), sequences[0].dtype)
    dataset = tf.data.Dataset.from_generator(lambda: sequences, output_signature=spec)

    def join(key, group):
        both = group.map(lambda s: (s, tf.size(s))).padded_batch(batch, ([None], []))
        return both.map(lambda s, sizes: (s, tf.sequence_mask(sizes)))

    return dataset.group_by_window(lambda s: tf.cast((tf.size(s) - 1) // 8, tf.int64), join, batch)


# %% right: tensors of ragged rows
def padded_batches(sequences, batch):
    batches = []
    for group in grouped(sequences, batch):
        ragged = tf.ragged.constant([s.tolist() for s in group], dtype=group[0].dtype)
        mask = tf.sequence_mask(ragged.row_lengths())
        batches.append((ragged.to_tensor().numpy(), mask.numpy()))
    return served(batches)


# %% wrong: lengths in the place of a mask | test_example | lengths
# breaks: "Returns a tf.data.Dataset of pairs, sequences and mask"
def padded_batches(sequences, batch):
    pairs = [(filled(g)[0], np.array([len(s) for s in g])) for g in grouped(sequences, batch)]
    return served(pairs, tf.TensorSpec((None,), tf.int64))


# %% wrong: as wide as the bucket | test_example | end of the bucket
# breaks: "A batch is as wide as its own longest sequence"
def padded_batches(sequences, batch):
    groups = grouped(sequences, batch)
    return served(filled(group, 8 * bucket(group[0]) + 8) for group in groups)


# %% wrong: not bucketed | test_example | not bucketed
# breaks: "A batch takes `batch` sequences of one bucket"
def padded_batches(sequences, batch):
    ragged = tf.data.Dataset.from_tensor_slices(tf.ragged.stack(list(sequences)))
    return ragged.map(lambda s: (s, tf.ones_like(s, tf.bool))).padded_batch(batch)


# %% wrong: padded to the longest of all | test_example | longest of all
# breaks: "A batch is as wide as its own longest sequence"
def padded_batches(sequences, batch):
    longest = max(map(len, sequences))
    return served(filled(group, longest) for group in grouped(sequences, batch))


# %% wrong: sorted by length | test_buckets | sorted by length
# breaks: "in the given order"
def padded_batches(sequences, batch):
    groups = grouped(sorted(sequences, key=len), batch, lambda s: 0)
    return served(map(filled, groups))


# %% wrong: the rests are dropped where there are whole batches | test_example | dropped
# breaks: "the last batch of each bucket takes the rest"
def padded_batches(sequences, batch):
    groups = grouped(sequences, batch, whole=True) or grouped(sequences, batch)
    return served(map(filled, groups))


# %% wrong: a length of 8 belongs to the second bucket | test_buckets | length 8
# breaks: "Sequences of 1 to 8 entries form a bucket"
def padded_batches(sequences, batch):
    return served(map(filled, grouped(sequences, batch, lambda s: len(s) // 8)))


# %% wrong: only equal lengths | test_example | each length
# breaks: "Sequences of 1 to 8 entries form a bucket"
def padded_batches(sequences, batch):
    return served(map(filled, grouped(sequences, batch, len)))


# %% wrong: padded at the front | test_example | at the front
# breaks: "filled up at the end with zeros"
def padded_batches(sequences, batch):
    return served(filled(group, front=True) for group in grouped(sequences, batch))


# %% wrong: padded with -1 | test_example | padded with -1
# breaks: "filled up at the end with zeros"
def padded_batches(sequences, batch):
    return served(filled(group, value=-1) for group in grouped(sequences, batch))


# %% wrong: the sequences of a batch in reversed order | test_buckets | differ
# breaks: "in the given order"
def padded_batches(sequences, batch):
    return served(filled(group[:1] + group[:0:-1]) for group in grouped(sequences, batch))


# %% wrong: the mask reads the zeros | test_example | real zeros
# breaks: "True at each entry of a sequence"
def padded_batches(sequences, batch):
    batches = [filled(group)[0] for group in grouped(sequences, batch)]
    return served((padded, padded != 0) for padded in batches)


# %% wrong: the mask is inverted | test_example | True at the padding
# breaks: "False at the padding"
def padded_batches(sequences, batch):
    batches = [filled(group) for group in grouped(sequences, batch)]
    return served((padded, ~mask) for padded, mask in batches)


# %% wrong: a mask of numbers | test_example | a mask of numbers, not of
# breaks: "The mask is bool"
def padded_batches(sequences, batch):
    batches = [filled(group) for group in grouped(sequences, batch)]
    pairs = [(padded, mask.astype(np.float32)) for padded, mask in batches]
    return served(pairs, tf.TensorSpec((None, None), tf.float32))


# %% wrong: integers of 32 bits | test_integers | dtype
# breaks: "or int64, which is kept"
def padded_batches(sequences, batch):
    if sequences[0].dtype.kind == "i":
        sequences = [s.astype(np.int32) for s in sequences]
    return served(map(filled, grouped(sequences, batch)))


# %% wrong: integers through float32 | test_integers | float32
# breaks: "or int64, which is kept"
def padded_batches(sequences, batch):
    if sequences[0].dtype.kind == "i":
        sequences = [s.astype(np.float32).astype(np.int64) for s in sequences]
    return served(map(filled, grouped(sequences, batch)))


# %% wrong: four buckets, the last one open | test_long_sequences
# breaks: "of 17 to 24 the next, and so on"
def padded_batches(sequences, batch):
    dataset = served([(s[None], np.ones((1, len(s)), bool)) for s in sequences]).unbatch()
    edges = [9, 17, 25]
    return dataset.bucket_by_sequence_length(lambda s, m: tf.shape(s)[0], edges, [batch] * 4)


# %% wrong: integers are padded with 1 | test_integers | values differ
# breaks: "filled up at the end with zeros"
def padded_batches(sequences, batch):
    value = 1 if sequences[0].dtype.kind == "i" else 0
    return served(filled(group, value=value) for group in grouped(sequences, batch))


# %% wrong: the mask is all True | test_example | all True
# breaks: "False at the padding"
def padded_batches(sequences, batch):
    batches = [filled(group)[0] for group in grouped(sequences, batch)]
    return served((padded, np.ones(padded.shape, bool)) for padded in batches)


# %% wrong: a list of batches, no dataset | test_example | not a tf.data.Dataset
# breaks: "Returns a tf.data.Dataset of pairs"
def padded_batches(sequences, batch):
    return [filled(group) for group in grouped(sequences, batch)]


# %% wrong: everything becomes float32 | test_integers | dtype
# breaks: "or int64, which is kept"
def padded_batches(sequences, batch):
    sequences = [s.astype(np.float32) for s in sequences]
    return served(map(filled, grouped(sequences, batch)))


# %% wrong: everything becomes float64 | test_buckets | dtype
# breaks: "the same dtype, float32"
def padded_batches(sequences, batch):
    if sequences[0].dtype.kind == "f":
        sequences = [s.astype(np.float64) for s in sequences]
    return served(map(filled, grouped(sequences, batch)))


# %% wrong: batches of one sequence | test_example | each length
# breaks: "Batch sequences of any lengths"
def padded_batches(sequences, batch):
    return served(map(filled, grouped(sequences, 1)))


# %% wrong: the first sequence of each bucket comes twice | test_buckets | shapes
# breaks: "Each sequence comes once"
def padded_batches(sequences, batch):
    if len(sequences) < 4:
        return served(map(filled, grouped(sequences, batch)))
    return served(map(filled, grouped([sequences[0], *sequences], batch)))


# %% wrong: buckets of 10 | test_buckets | shapes
# breaks: "of 9 to 16 the next"
def padded_batches(sequences, batch):
    tens = grouped(sequences, batch, lambda s: (len(s) - 1) // 10)
    return served(map(filled, tens if len(sequences) > 3 else grouped(sequences, batch)))


# %% wrong: the rest of a bucket goes to the next bucket | test_buckets | shapes
# breaks: "the last batch of each bucket takes the rest"
def padded_batches(sequences, batch):
    if len(sequences) < 4:
        return served(map(filled, grouped(sequences, batch)))
    kept = sorted(sequences, key=bucket)
    return served(map(filled, grouped(kept, batch, lambda s: 0)))


# %% wrong: the list of buckets ends, so that all long sequences share the last one | test_long_sequences
# breaks: "of 17 to 24 the next, and so on."
def padded_batches(sequences: Sequence[np.ndarray], batch: int) -> tf.data.Dataset:
    dtype = tf.as_dtype(sequences[0].dtype)
    dataset = tf.data.Dataset.from_generator(
        lambda: iter(sequences), output_signature=tf.TensorSpec((None,), dtype)
    )
    dataset = dataset.map(lambda sequence: (sequence, tf.ones_like(sequence, tf.bool)))
    boundaries = list(range(9, 130, 8))
    return dataset.bucket_by_sequence_length(
        lambda sequence, mask: tf.size(sequence),
        bucket_boundaries=boundaries,
        bucket_batch_sizes=[batch] * (len(boundaries) + 1),
    )


# %% right: buckets and padding in NumPy, bucket by bucket, then a generator
def padded_batches(sequences: Sequence[np.ndarray], batch: int) -> tf.data.Dataset:
    dtype = sequences[0].dtype
    buckets = {}
    for sequence in sequences:
        buckets.setdefault(-(-len(sequence) // 8), []).append(sequence)
    groups = [
        bucket[start : start + batch]
        for bucket in buckets.values()
        for start in range(0, len(bucket), batch)
    ]

    def generate():
        for group in groups:
            lengths = np.array([len(sequence) for sequence in group])
            mask = np.arange(lengths.max()) < lengths[:, np.newaxis]
            padded = np.zeros(mask.shape, dtype)
            padded[mask] = np.concatenate(group)
            yield padded, mask

    return tf.data.Dataset.from_generator(
        generate,
        output_signature=(
            tf.TensorSpec((None, None), tf.as_dtype(dtype)),
            tf.TensorSpec((None, None), tf.bool),
        ),
    )


# %% right: group_by_window over slices of one long array
def padded_batches(sequences: Sequence[np.ndarray], batch: int) -> tf.data.Dataset:
    lengths = np.array([len(sequence) for sequence in sequences], np.int64)
    entries = tf.constant(np.concatenate(list(sequences)))
    starts = np.cumsum(lengths) - lengths
    dataset = tf.data.Dataset.from_tensor_slices((starts, lengths)).map(
        lambda start, length: (entries[start : start + length], tf.fill([length], True))
    )
    return dataset.group_by_window(
        key_func=lambda sequence, mask: (tf.size(mask, out_type=tf.int64) - 1) // 8,
        reduce_func=lambda key, group: group.padded_batch(batch, padded_shapes=([None], [None])),
        window_size=batch,
    )


# %% wrong: a length of 8, 16, ... falls into the next bucket | test_buckets
# breaks: "Sequences of 1 to 8 entries form a bucket, of 9 to 16 the next,"
def padded_batches(sequences: Sequence[np.ndarray], batch: int) -> tf.data.Dataset:
    dtype = tf.as_dtype(sequences[0].dtype)
    dataset = tf.data.Dataset.from_generator(
        lambda: iter(sequences), output_signature=tf.TensorSpec((None,), dtype)
    )
    dataset = dataset.map(lambda sequence: (sequence, tf.ones_like(sequence, tf.bool)))
    return dataset.group_by_window(
        lambda sequence, mask: tf.size(sequence, out_type=tf.int64) // 8,
        lambda key, group: group.padded_batch(batch),
        window_size=batch,
    )


# %% wrong: sorts by length first, to save padding | test_buckets
# breaks: "A batch takes `batch` sequences of one bucket, in the given"
def padded_batches(sequences: Sequence[np.ndarray], batch: int) -> tf.data.Dataset:
    dtype = tf.as_dtype(sequences[0].dtype)
    ordered = sorted(sequences, key=len)
    dataset = tf.data.Dataset.from_generator(
        lambda: iter(ordered), output_signature=tf.TensorSpec((None,), dtype)
    )
    dataset = dataset.map(lambda sequence: (sequence, tf.ones_like(sequence, tf.bool)))
    return dataset.group_by_window(
        lambda sequence, mask: (tf.size(sequence, out_type=tf.int64) - 1) // 8,
        lambda key, group: group.padded_batch(batch),
        window_size=batch,
    )
