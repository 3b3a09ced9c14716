"""Probes of 01_tensors."""

import tensorflow as tf

from tensorkata.student.probes import compiled, spared, spec_of, tensors, weighted


def create(student, kind, shape, value=None):
    """Call create with its shape as a tuple, and without a value if there is none."""
    value = tuple(value) if isinstance(value, list) else value
    return student.create(kind, tuple(shape), *([] if value is None else [value]))


def unknown_sizes(function, known, calls, *rest):
    """Trace a function once, for no sizes but the last `known` ones of each array; run all calls.

    A call is a list of arrays, and `known` has a number for each of them. Arguments that are
    not arrays, the rest, come after the arrays and are the same in all calls.
    """
    calls = [tensors(arrays) for arrays in calls]
    pairs = zip(calls[0], known, strict=True)
    specs = [spec_of(array, array.shape.rank - last) for array, last in pairs]

    def run(*, autograph):
        graph = tf.function(function, autograph=autograph).get_concrete_function(*specs, *rest)
        return [graph(*arrays) for arrays in calls]

    return spared(run)


def combine_in_graph(student, a, b):
    """Call combine with no size known."""
    return unknown_sizes(student.combine, [0, 0], [[a, b]])[0]


def cast_and_scale_in_graph(student, batches):
    """Call cast_and_scale for each batch with only the number of channels known."""
    return unknown_sizes(student.cast_and_scale, [1], [[images] for images in batches])


def pairwise_distances_in_graph(student, pairs):
    """Call pairwise_distances for each pair of x and y with only d known."""
    return unknown_sizes(student.pairwise_distances, [1, 1], pairs)


def one_hot_in_graph(student, labels, depth):
    """Call one_hot with no size of labels known."""
    return unknown_sizes(student.one_hot, [0], [[labels]], depth)[0]


def masked_mean_in_graph(student, x, mask, axis):
    """Call masked_mean with no size known."""
    return unknown_sizes(student.masked_mean, [0, 0], [[x, mask]], axis)[0]


def tokenize_in_graph(student, texts):
    """Call tokenize for each text with the number of sentences unknown."""
    return unknown_sizes(student.tokenize, [0], [[sentences] for sentences in texts])


def sparse_sum_in_graph(student, indices, values, dense_shape):
    """Call sparse_sum with the number of entries unknown."""
    return unknown_sizes(student.sparse_sum, [1, 0, 1], [[indices, values, dense_shape]])[0]


def pairwise_distances_gradients(student, x, y, upstream, jit):
    """Return the gradients of sum(upstream * pairwise_distances) in x and y, compiled or not."""

    def both(x, y):
        with tf.GradientTape() as tape:
            tape.watch((x, y))
            result = weighted(student.pairwise_distances(x, y), upstream)
        return tape.gradient(result, (x, y))

    return compiled(both, [x, y], jit=True) if jit else both(*tensors([x, y]))


def sparse_sum_gradient(student, indices, values, dense_shape, upstream):
    """Return the gradient of sum(upstream * the values of sparse_sum) in the values given."""
    given = tf.constant(values)
    with tf.GradientTape() as tape:
        tape.watch(given)
        summed = student.sparse_sum(tf.constant(indices), given, tf.constant(dense_shape))
        result = weighted(summed.values, upstream)
    gradient = tape.gradient(result, given)
    return None if gradient is None else tf.convert_to_tensor(gradient)


def running_total_call_after_call(student, start, batches):
    """Add each batch to a variable; return its value after each."""
    variable, values = tf.Variable(start), []
    for updates in batches:
        student.running_total(variable, tf.constant(updates))
        values.append(variable.numpy())
    return values


def running_total(student, start, batches):
    """Add each batch to a variable; return the object returned last, and which object it is."""
    variable, back = tf.Variable(start), None
    for updates in batches:
        back = student.running_total(variable, tf.constant(updates))
    same = "the variable" if back is variable else type(back).__name__
    return {"back": back, "object": same}


def running_total_in_graph(student, start, batches):
    """Add each batch to a variable inside one tf.function; return its value after each."""
    spec = spec_of(tf.constant(batches[0]), 1)

    def run(*, autograph):
        variable, values = tf.Variable(start), []
        graph = tf.function(student.running_total, autograph=autograph)
        graph = graph.get_concrete_function(variable, spec)
        for updates in batches:
            graph(variable, tf.constant(updates))
            values.append(variable.numpy())
        return values

    return spared(run)
