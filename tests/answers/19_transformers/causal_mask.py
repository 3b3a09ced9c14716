"""Answers to causal_mask."""

import numpy as np
import tensorflow as tf


def refuse(queries, keys):
    if isinstance(queries, int) and isinstance(keys, int) and queries > keys:
        raise ValueError("more queries than keys")


# %% right: a band of a table of ones
def causal_mask(queries, keys):
    if not tf.is_tensor(queries) and not tf.is_tensor(keys) and keys < queries:
        raise ValueError("the queries are some of the keys")
    return tf.linalg.band_part(tf.ones((queries, keys), tf.int32), -1, keys - queries) == 1


# %% right: the last rows of the square
def causal_mask(queries, keys):
    refuse(queries, keys)
    at = tf.range(keys)
    square = at[:, None] >= at[None, :]
    return square[keys - queries :]


# %% right: so many keys for each query
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.sequence_mask(tf.range(keys - queries + 1, keys + 1), keys)


# %% wrong: a query does not see itself | test_example | its own position
# breaks: "at its own position"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.range(keys) < (tf.range(queries) + keys - queries)[:, None]


# %% wrong: one position too far | test_example | after its own
# breaks: "and at none after it"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.range(keys) <= (tf.range(queries) + keys - queries + 1)[:, None]


# %% wrong: only its own position | test_example | only its own position
# breaks: "at every position before it"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.range(keys) == (tf.range(queries) + keys - queries)[:, None]


# %% wrong: the queries are the first positions | test_example | first positions
# breaks: "the queries the last of them"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.range(keys) <= tf.range(queries)[:, None]


# %% wrong: a square lower triangle, cut to its first rows | test_example | first positions
# breaks: "the queries the last of them"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.linalg.band_part(tf.ones((keys, keys)), -1, 0)[:queries] > 0


# %% wrong: True hides | test_example | changed places
# breaks: "True means that the query may look"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.range(keys) > (tf.range(queries) + keys - queries)[:, None]


# %% wrong: the upper triangle | test_example | what comes after it
# breaks: "at every position before it"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.range(keys) >= (tf.range(queries) + keys - queries)[:, None]


# %% wrong: keys by queries | test_example | keys by queries
# breaks: "int, int -> (queries, keys)"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.range(keys)[:, None] <= tf.range(queries) + keys - queries


# %% wrong: a mask of the whole square | test_example | just the queries
# breaks: "int, int -> (queries, keys)"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.linalg.band_part(tf.ones((keys, keys)), -1, 0) > 0


# %% wrong: ones and zeros | test_example | dtype
# breaks: "bool"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.cast(tf.range(keys) <= (tf.range(queries) + keys - queries)[:, None], tf.float32)


# %% wrong: zeros and minus infinity, to be added | test_example | dtype
# breaks: "bool"
def causal_mask(queries, keys):
    refuse(queries, keys)
    future = tf.range(keys) > (tf.range(queries) + keys - queries)[:, None]
    return tf.where(future, -float("inf"), 0.0)


# %% wrong: more queries than keys pass | test_refusal | all the same
# breaks: "Raises ValueError if both are Python ints and there are more queries than keys"
def causal_mask(queries, keys):
    return tf.range(keys) <= (tf.range(queries) + keys - queries)[:, None]


# %% wrong: as many queries as keys are refused | test_whole_sequence
# breaks: "Raises ValueError if both are Python ints and there are more queries than keys"
def causal_mask(queries, keys):
    if isinstance(queries, int) and isinstance(keys, int) and queries >= keys:
        raise ValueError("too many")
    return tf.range(keys) <= (tf.range(queries) + keys - queries)[:, None]


# %% wrong: NumPy needs to know the numbers | test_tensors
# breaks: "also in a tf.function that does not know its value"
def causal_mask(queries, keys):
    refuse(queries, keys)
    return tf.constant(np.tril(np.ones((queries, keys), bool), keys - queries))


# %% wrong: as many earlier positions as queries | test_last_positions
# breaks: "The keys are all positions of a sequence and the queries the last of them"
def causal_mask(queries, keys):
    refuse(queries, keys)
    known = tf.where(tf.equal(queries, keys), 0, queries)
    return tf.range(keys) <= (tf.range(queries) + known)[:, None]


# %% wrong: a table of 32 positions | test_other_sizes | shape
# breaks: "int, int -> (queries, keys)"
def causal_mask(queries, keys):
    refuse(queries, keys)
    table = tf.linalg.band_part(tf.ones((32, 32)), -1, 0) > 0
    return table[keys - queries : keys, :keys]


# %% wrong: a tensor of keys is taken for the number of queries | test_tensors | first positions
# breaks: "Either may be an int32 tensor of shape ()"
def causal_mask(queries, keys):
    refuse(queries, keys)
    start = keys - queries if isinstance(keys, int) else 0
    return tf.range(keys) <= (tf.range(queries) + start)[:, None]
