"""Probes of 01_tensors."""


def create(student, kind, shape, value=None):
    """Call create with a tuple for its shape, and without a value where there is none."""
    value = tuple(value) if isinstance(value, list) else value
    return student.create(kind, tuple(shape), *([] if value is None else [value]))


def unknown_sizes(student, name, *inputs):
    """Call a function in a graph that knows the rank of each input array and the sizes of none."""
    arrays = [tensors(value) for value in inputs if isinstance(value, np.ndarray)]
    rest = [value for value in inputs if not isinstance(value, np.ndarray)]
    signature = [tf.TensorSpec([None] * array.shape.rank, array.dtype) for array in arrays]
    function = getattr(student, name)
    graph = tf.function(lambda *values: function(*values, *rest), input_signature=signature)
    return graph(*arrays)


def sparse_gradient(student, indices, values, dense_shape, upstream):
    """Return the gradient of sum(upstream * the values of sparse_sum) in the values given."""
    given = tf.constant(values)
    with tf.GradientTape() as tape:
        tape.watch(given)
        summed = student.sparse_sum(tf.constant(indices), given, tf.constant(dense_shape))
        result = weighted(summed.values, upstream)
    return tape.gradient(result, given)


def running_total(student, start, batches, mode="eager"):
    """Hand one variable each batch in turn: its value after each, and what came back at the end."""
    variable = tf.Variable(start)
    values, returned = [], []

    def step(updates):
        returned.append(student.running_total(variable, updates))

    run = tf.function(step) if mode == "graph" else step
    for updates in batches:
        run(tf.constant(updates))
        values.append(variable.numpy())
    if mode == "graph":
        return values
    same = "the variable" if returned[-1] is variable else type(returned[-1]).__name__
    return {"values": values, "back": returned[-1], "object": same}
