"""Answers to combine."""

import keras
import numpy as np

# unnoticed: test_stacked | call result * | test_example holds that there are two
# unnoticed: test_stacked | call [*] * | test_joined compares the second
# unnoticed: test_joined | call result * | test_example holds that there are two
# unnoticed: test_joined | call [*] * | test_stacked compares the first


# %% right: the joined one with one axis split in two
def combine(a, b):
    joined = tf.concat([a, b], axis=1)
    shape = tf.shape(a)
    return tf.reshape(joined, tf.concat([shape[:1], [2], shape[1:]], axis=0)), joined


# %% right: keras.ops, as a list
def combine(a, b):
    return [keras.ops.stack((a, b), axis=1), keras.ops.concatenate((a, b), axis=1)]


# %% right: new axes by hand
def combine(a, b):
    stacked = tf.concat([a[:, tf.newaxis], tf.expand_dims(b, 1)], 1)
    return stacked, tf.concat(tf.unstack(stacked, axis=1), 1)

# %% wrong: stacked on axis 0 | test_example | axis 0
# breaks: "a new axis 1, with a at index 0 and b at index 1"
def combine(a, b):
    return tf.stack([a, b]), tf.concat([a, b], axis=1)

# %% wrong: stacked on the last axis | test_example | last one
# breaks: "a new axis 1, with a at index 0 and b at index 1"
def combine(a, b):
    return tf.stack([a, b], axis=-1), tf.concat([a, b], axis=1)

# %% wrong: joined along axis 0 | test_example | axis 0
# breaks: "along axis 1 all of a comes first and then all of b"
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.concat([a, b], axis=0)


# %% wrong: joined along the last axis | test_joined | last axis
# breaks: "along axis 1 all of a comes first"
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.concat([a, b], axis=-1)

# %% wrong: b first | test_example | b comes before a
# breaks: "with a at index 0 and b at index 1"
def combine(a, b):
    return tf.stack([b, a], axis=1), tf.concat([b, a], axis=1)

# %% wrong: only the joined one has b first | test_example | b comes before a
# breaks: "all of a comes first and then all of b"
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.concat([b, a], axis=1)

# %% wrong: the joined one first | test_example | joined tensor comes first
# breaks: "Return a and b stacked and joined"
def combine(a, b):
    return tf.concat([a, b], axis=1), tf.stack([a, b], axis=1)

# %% wrong: the two alternate | test_example | alternate
# breaks: "all of a comes first and then all of b"
def combine(a, b):
    shape = tf.concat([tf.shape(a)[:1], [-1], tf.shape(a)[2:]], axis=0)
    return tf.stack([a, b], axis=1), tf.reshape(tf.stack([a, b], axis=2), shape)

# %% wrong: the joined one is a second stack | test_example | shape
# breaks: "The second has no new axis"
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.stack([a, b], axis=0)

# %% wrong: only the stacked one comes back | test_example | pair
# breaks: "Return a and b stacked and joined"
def combine(a, b):
    return tf.stack([a, b], axis=1)

# %% wrong: NumPy arrays come back | test_example | NumPy
# breaks: "Return a and b stacked and joined"
def combine(a, b):
    return np.stack([a, b], axis=1), np.concatenate([a, b], axis=1)

# %% wrong: everything becomes float32 | test_example | dtype
# breaks: "both results have it"
def combine(a, b):
    a, b = tf.cast(a, tf.float32), tf.cast(b, tf.float32)
    return tf.stack([a, b], axis=1), tf.concat([a, b], axis=1)


# %% right: repeated and reshaped
def combine(a, b):
    pair = tf.convert_to_tensor([a, b])
    order = tf.concat([[1, 0], tf.range(2, tf.rank(pair))], axis=0)
    return tf.transpose(pair, order), tf.concat(tf.unstack(pair), 1)


# %% right: new axes by indexing
def combine(a, b):
    first, second = a[:, None, ...], b[:, None, ...]
    return tf.concat((first, second), axis=1), tf.concat((a, b), axis=1)


# %% wrong: the joined one keeps an axis of the pair | test_example | new axis
# breaks: "The second has no new axis"
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.concat([a[:, None], b[:, None]], axis=2)


# %% wrong: the sum for the joined one | test_example | added
# breaks: "Return a and b stacked and joined"
def combine(a, b):
    return tf.stack([a, b], axis=1), a + b


# %% wrong: the results are stacked once more | test_example | pair
# breaks: "Return a and b stacked and joined"
def combine(a, b):
    return tf.reshape(tf.stack([a, b], axis=1), [tf.shape(a)[0], -1])


# %% wrong: matrices only | test_stacked | are lost
# breaks: "of rank 2 or more"
def combine(a, b):
    n, m = tf.shape(a)[0], tf.shape(a)[1]
    stacked = tf.reshape(tf.stack([a, b], axis=1), (n, 2, -1))
    return stacked, tf.concat([a, b], axis=1)


# %% wrong: the joined one is flat behind the first axis | test_joined | are lost
# breaks: "of rank 2 or more"
def combine(a, b):
    stacked = tf.stack([a, b], axis=1)
    return stacked, tf.reshape(stacked, (tf.shape(a)[0], -1))


# %% wrong: added into zeros, which only numbers can be | test_dtypes | it raised
# breaks: "Any dtype will do"
def combine(a, b):
    stacked = tf.stack([a, b], axis=1)
    return stacked, tf.concat([a, b], axis=1) + tf.zeros_like(tf.concat([a, b], axis=1))


# %% wrong: by way of float64, and back | test_dtypes | differ
# breaks: "Any dtype will do"
def combine(a, b):
    pair = [tf.cast(a, tf.float64), tf.cast(b, tf.float64)]
    both = tf.stack(pair, axis=1), tf.concat(pair, axis=1)
    return tuple(tf.cast(one, a.dtype) for one in both)


# %% wrong: integers become float32 in the joined one | test_example | dtype
# breaks: "both results have it"
def combine(a, b):
    joined = tf.concat([a, b], axis=1)
    return tf.stack([a, b], axis=1), tf.cast(joined, tf.float32)


# %% wrong: only int32 stays what it is | test_dtypes | dtype
# breaks: "both results have it"
def combine(a, b):
    dtype = tf.int32 if a.dtype == tf.int32 else tf.float32
    a, b = tf.cast(a, dtype), tf.cast(b, dtype)
    return tf.stack([a, b], axis=1), tf.concat([a, b], axis=1)


# %% wrong: the sizes that Python sees | test_graph | None
# breaks: "Works inside tf.function too, where the sizes may be unknown"
def combine(a, b):
    n, m, *rest = a.shape
    joined = tf.concat([a, b], axis=1)
    return tf.reshape(joined, (n, 2, m, *rest)), joined


# %% wrong: NumPy joins | test_graph | it raised
# breaks: "Works inside tf.function too"
def combine(a, b):
    a, b = a.numpy(), b.numpy()
    return tf.constant(np.stack([a, b], 1)), tf.constant(np.concatenate([a, b], 1))


# %% right: concatenate with a new axis of length 1; join by reshaping the stacked tensor
def combine(a, b):
    stacked = tf.concat([a[:, tf.newaxis], b[:, tf.newaxis]], axis=1)
    shape = tf.shape(a)
    joined = tf.reshape(stacked, tf.concat([shape[:1], 2 * shape[1:2], shape[2:]], axis=0))
    return stacked, joined


# %% right: stack in front and transpose; join the unstacked halves
def combine(a, b):
    front = tf.stack([a, b])
    order = tf.concat([[1, 0], tf.range(2, tf.rank(front))], axis=0)
    stacked = tf.transpose(front, order)
    joined = tf.concat(tf.unstack(front, num=2, axis=0), axis=1)
    return stacked, joined


# %% wrong: the new axis is counted from the end | test_stacked
# breaks: "The first result has a new axis 1, with a at index 0 and b at index 1."
def combine(a, b):
    return tf.stack([a, b], axis=-2), tf.concat([a, b], axis=1)


# %% wrong: joins by padding with zeros and adding, which bool and string do not allow | test_dtypes
# breaks: "Any dtype will do"
def combine(a, b):
    m = tf.shape(a)[1]
    rest = [[0, 0]] * (len(a.shape) - 2)
    joined = tf.pad(a, [[0, 0], [0, m], *rest]) + tf.pad(b, [[0, 0], [m, 0], *rest])
    return tf.stack([a, b], axis=1), joined


# %% wrong: the static sizes go into the reshape | test_graph
# breaks: "Works inside tf.function too, where the sizes may be unknown."
def combine(a, b):
    stacked = tf.stack([a, b], axis=1)
    n, m, *rest = a.shape
    return stacked, tf.reshape(stacked, (n, 2 * m, *rest))
