"""Answers to accumulate."""

import keras
import tensorflow as tf


# %% right: weighted means, kept as they grow
def accumulate(model, loss_fn, batches):
    mean, seen = None, 0
    for x, y in batches:
        size = int(tf.shape(y)[0])
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        slopes = [
            tf.zeros(v.shape, v.dtype) if g is None else tf.convert_to_tensor(g)
            for g, v in zip(
                tape.gradient(loss, model.trainable_variables), model.trainable_variables
            )
        ]
        seen += size
        if mean is None:
            mean = slopes
        else:
            mean = [m + (g - m) * size / seen for m, g in zip(mean, slopes)]
    return mean


# %% right: the batches are joined first
def accumulate(model, loss_fn, batches):
    xs, ys = zip(*batches)
    with tf.GradientTape() as tape:
        loss = loss_fn(tf.concat(ys, axis=0), model(tf.concat(xs, axis=0), training=True))
    variables = [v.value for v in model.trainable_variables]
    slopes = tape.gradient(loss, variables, unconnected_gradients="zero")
    return [tf.convert_to_tensor(slope) for slope in slopes]


# %% right: a list of batches, and sums in variables
def accumulate(model, loss_fn, batches):
    batches = list(batches)
    samples = sum(x.shape[0] for x, _ in batches)
    sums = [tf.Variable(tf.zeros(v.shape)) for v in model.trainable_variables]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * (x.shape[0] / samples)
        for total, slope in zip(sums, tape.gradient(loss, model.trainable_variables)):
            if slope is not None:
                total.assign_add(tf.convert_to_tensor(slope))
    return sums


# %% wrong: one gradient, of the kernel alone | test_structure | list of shapes
def accumulate(model, loss_fn, batches):
    total, samples = 0.0, 0
    kernel = model.trainable_variables[0]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        total += tf.convert_to_tensor(tape.gradient(loss, kernel))
        samples += len(x)
    return [total / samples]


# %% wrong: the sums are not divided | test_equal_sizes | added up
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums = [tf.zeros(v.shape) for v in variables]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
    return sums


# %% wrong: only the last batch counts | test_equal_sizes | last batch
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        slopes = tape.gradient(loss, variables)
    return [
        tf.zeros(v.shape) if g is None else tf.convert_to_tensor(g)
        for g, v in zip(slopes, variables)
    ]


# %% wrong: training is forgotten | test_equal_sizes | training=True
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, samples = [tf.zeros(v.shape) for v in variables], 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x)) * len(x)
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
        samples += len(x)
    return [s / samples for s in sums]


# %% wrong: the regularization is added for every batch | test_equal_sizes | regularization
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, samples = [tf.zeros(v.shape) for v in variables], 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) + sum(model.losses)
            loss *= len(x)
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
        samples += len(x)
    return [s / samples for s in sums]


# %% wrong: the loss is multiplied by the size, nothing is divided | test_equal_sizes | not divided
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums = [tf.zeros(v.shape) for v in variables]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
    return sums


# %% wrong: the mean over batches, whatever their sizes | test_unequal_sizes | regard to their sizes
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, count = [tf.zeros(v.shape) for v in variables], 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
        count += 1
    return [s / count for s in sums]


# %% wrong: all batches are taken to be as large as the first | test_unequal_sizes | as the first
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, samples, first = [tf.zeros(v.shape) for v in variables], 0, None
    for x, y in batches:
        first = first or len(x)
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * first
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
        samples += len(x)
    return [s / samples for s in sums]


# %% wrong: the batches are read twice | test_equal_sizes | only once
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    samples = sum(len(x) for x, _ in batches)
    sums = [tf.zeros(v.shape) for v in variables]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x) / samples
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
    return sums


# %% wrong: gradients that are not dense are added | test_embedding | it raised
def accumulate(model, loss_fn, batches):
    variables, sums, samples = model.trainable_variables, None, 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        slopes = tape.gradient(loss, variables)
        sums = slopes if sums is None else [s + g for s, g in zip(sums, slopes)]
        samples += len(x)
    return [s / samples for s in sums]


# %% wrong: an embedding's gradient is that of its values | test_embedding | embedding
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, samples = [tf.zeros(v.shape) for v in variables], 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        for number, slope in enumerate(tape.gradient(loss, variables)):
            if isinstance(slope, tf.IndexedSlices):
                values = tf.reshape(slope.values, [-1, slope.values.shape[-1]])
                rows = tf.reshape(slope.indices, [-1, 1])
                slope = tf.tensor_scatter_nd_update(sums[number] * 0, rows, values)
            if slope is not None:
                sums[number] = sums[number] + slope
        samples += len(x)
    return [s / samples for s in sums]


# %% wrong: a weight out of reach has None | test_embedding | None
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, samples = [None] * len(variables), 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        for number, slope in enumerate(tape.gradient(loss, variables)):
            if slope is not None:
                slope = tf.convert_to_tensor(slope)
                sums[number] = slope if sums[number] is None else sums[number] + slope
        samples += len(x)
    return [None if s is None else s / samples for s in sums]


# %% wrong: an embedding's gradient stays IndexedSlices | test_embedding | not a tensor
def accumulate(model, loss_fn, batches):
    variables, samples = model.trainable_variables, 0
    slopes = [[] for _ in variables]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        for known, slope in zip(slopes, tape.gradient(loss, variables)):
            known.extend([] if slope is None else [slope])
        samples += len(x)

    def mean(variable, known):
        if known and isinstance(known[0], tf.IndexedSlices):
            values = tf.concat([slope.values for slope in known], axis=0) / samples
            indices = tf.concat([slope.indices for slope in known], axis=0)
            return tf.IndexedSlices(values, indices, known[0].dense_shape)
        return tf.add_n(known) / samples if known else tf.zeros(variable.shape)

    return [mean(variable, known) for variable, known in zip(variables, slopes)]


# %% equivalent: constant-1258cf34 | there is one gradient for each sum: nothing to refuse


# %% equivalent: keyword-5b15e36a | there is one gradient for each sum: nothing to refuse


# %% wrong: a weight out of reach has the number 0 | test_embedding | a single number
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, samples = [0.0] * len(variables), 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        slopes = tape.gradient(loss, variables)
        sums = [s if g is None else s + tf.convert_to_tensor(g) for s, g in zip(sums, slopes)]
        samples += len(x)
    return [s / samples for s in sums]
