"""Answers to trace_once."""

import tensorflow as tf

# %% equivalent: generic-graph | the function itself is called eagerly; it makes the graph
# %% equivalent: generic-float64 | the result is a function


# %% right: the concrete function itself
def trace_once(f, x):
    shape = tf.TensorShape([None]).concatenate(x.shape[1:])
    concrete = tf.function(f).get_concrete_function(tf.TensorSpec(shape, x.dtype))

    @tf.function(input_signature=[tf.TensorSpec(shape, x.dtype)])
    def graph(batch):
        return concrete(batch)

    return graph


# %% right: a decorator
def trace_once(f, x):
    @tf.function(input_signature=(tf.TensorSpec((None,) + tuple(x.shape[1:]), x.dtype),))
    def graph(batch):
        return f(batch)

    return graph


# %% right: the shape as a list that is changed
def trace_once(f, x):
    shape = x.shape.as_list()
    shape[0] = None
    return tf.function(input_signature=[tf.TensorSpec(shape=shape, dtype=x.dtype)])(f)


# %% right: the spec of the example's first row
def trace_once(f, x):
    row = tf.TensorSpec.from_tensor(x).shape[1:]
    graph = tf.function(f, [tf.TensorSpec([None] + row.as_list(), x.dtype, name="batch")])
    return lambda batch: graph(batch)


# %% wrong: no signature | test_traces | each size is traced again
# breaks: "f is traced once at most"
def trace_once(f, x):
    return tf.function(f)


# %% wrong: sizes are relaxed after a second trace | test_traces | relaxed only after
# breaks: "f is traced once at most"
def trace_once(f, x):
    return tf.function(f, reduce_retracing=True)


# %% wrong: f itself | test_traces | runs eagerly
# breaks: "never runs eagerly"
def trace_once(f, x):
    return f


# %% wrong: a new tf.function for each call | test_traces | each size is traced again
# breaks: "f is traced once at most"
def trace_once(f, x):
    spec = tf.TensorSpec([None, *x.shape[1:]], x.dtype)
    return lambda batch: tf.function(f, input_signature=[spec])(batch)


# %% wrong: the shape of the example, whole | test_example | Can not cast
# breaks: "any other size will do"
def trace_once(f, x):
    return tf.function(f, input_signature=[tf.TensorSpec(x.shape, x.dtype)])


# %% wrong: the spec of the example | test_example | Can not cast
# breaks: "except for the batch size"
def trace_once(f, x):
    return tf.function(f, input_signature=[tf.TensorSpec.from_tensor(x)])


# %% wrong: a vector of any size | test_example | Can not cast
# breaks: "the shape of x except for the batch size"
def trace_once(f, x):
    return tf.function(f, input_signature=[tf.TensorSpec([None], x.dtype)])


# %% wrong: every axis may vary | test_refusals | any size
# breaks: "another size of a later axis"
def trace_once(f, x):
    return tf.function(f, input_signature=[tf.TensorSpec([None] * len(x.shape), x.dtype)])


# %% wrong: any rank | test_refusals | any number of axes
# breaks: "another number of axes"
def trace_once(f, x):
    return tf.function(f, input_signature=[tf.TensorSpec(None, x.dtype)])


# %% wrong: float32, whatever the example is | test_values | Can not cast
# breaks: "which has the dtype of x"
def trace_once(f, x):
    return tf.function(f, input_signature=[tf.TensorSpec([None, *x.shape[1:]], tf.float32)])


# %% wrong: what comes is cast | test_refusals | dtype is taken
# breaks: "raises TypeError for another dtype"
def trace_once(f, x):
    graph = tf.function(f, input_signature=[tf.TensorSpec([None, *x.shape[1:]], x.dtype)])
    return lambda batch: graph(tf.cast(batch, x.dtype))


# %% wrong: what comes is brought into shape | test_refusals | reshaped
# breaks: "another number of axes"
def trace_once(f, x):
    graph = tf.function(f, input_signature=[tf.TensorSpec([None, *x.shape[1:]], x.dtype)])
    return lambda batch: graph(tf.reshape(batch, [-1, *x.shape[1:]]))


# %% wrong: ValueError for another dtype | test_refusals | another error
# breaks: "raises TypeError for another dtype"
def trace_once(f, x):
    graph = tf.function(f, input_signature=[tf.TensorSpec([None, *x.shape[1:]], x.dtype)])

    def checked(batch):
        if batch.dtype != x.dtype:
            raise ValueError("another dtype")
        return graph(batch)

    return checked


# %% wrong: padded to the example's size | test_example | shape
# breaks: "It returns what f returns"
def trace_once(f, x):
    graph = tf.function(f)

    def padded(batch):
        missing = [[0, max(0, len(x) - len(batch))]] + [[0, 0]] * (len(x.shape) - 1)
        return graph(tf.pad(batch[: len(x)], missing))

    return padded


# %% wrong: one batch at a time, sample by sample | test_values | batch size
# breaks: "It returns what f returns"
def trace_once(f, x):
    one = tf.function(f, input_signature=[tf.TensorSpec([1, *x.shape[1:]], x.dtype)])

    def each(batch):
        if len(batch) == 0:
            return tf.zeros_like(batch)
        return tf.concat([one(row[None]) for row in batch], axis=0)

    return each


# %% wrong: f runs once on the example, to see its result | test_traces | tried on the example
# breaks: "never runs eagerly"
def trace_once(f, x):
    f(x)
    return tf.function(f, input_signature=[tf.TensorSpec([None, *x.shape[1:]], x.dtype)])


# %% wrong: the result of the example, not a function | test_example | callable
# breaks: "The graph is called with one tensor"
def trace_once(f, x):
    return tf.function(f, input_signature=[tf.TensorSpec([None, *x.shape[1:]], x.dtype)])(x)


# %% wrong: the signature is not in a list | test_example | it raised
# breaks: "Return f as a graph"
def trace_once(f, x):
    return tf.function(f, input_signature=tf.TensorSpec([None, *x.shape[1:]], x.dtype))


# %% wrong: the return is forgotten | test_example | callable
# breaks: "Return f as a graph"
def trace_once(f, x):
    tf.function(f, input_signature=[tf.TensorSpec([None, *x.shape[1:]], x.dtype)])
