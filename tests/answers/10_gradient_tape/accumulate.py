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
    model(batches[0][0])
    sums = [tf.Variable(tf.zeros(v.shape)) for v in model.trainable_variables]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * (x.shape[0] / samples)
        for total, slope in zip(sums, tape.gradient(loss, model.trainable_variables)):
            if slope is not None:
                total.assign_add(tf.convert_to_tensor(slope))
    return sums


# %% wrong: one gradient, of the kernel alone | test_example | list of shapes
# breaks: "one for each trainable variable"
def accumulate(model, loss_fn, batches):
    total, samples = 0.0, 0
    kernel = model.trainable_variables[0]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        total += tf.convert_to_tensor(tape.gradient(loss, kernel))
        samples += len(x)
    return [total / samples]


# %% wrong: the sums are not divided | test_example | added up
# breaks: "the result is the gradient of the mean over all samples"
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums = [tf.zeros(v.shape) for v in variables]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
    return sums


# %% wrong: only the last batch counts | test_example | last batch
# breaks: "Return the gradients that one large batch would give"
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
# breaks: "The model runs with training=True"
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, samples = [tf.zeros(v.shape) for v in variables], 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x)) * len(x)
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
        samples += len(x)
    return [s / samples for s in sums]


# %% wrong: the regularization is added for every batch | test_example | value differs
# breaks: "of loss_fn only (model.losses stays out)"
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


# %% wrong: the loss is multiplied by the size, nothing is divided | test_example | not divided
# breaks: "the result is the gradient of the mean over all samples"
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums = [tf.zeros(v.shape) for v in variables]
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
    return sums


# %% wrong: the mean over batches, whatever their sizes | test_example | regard to their sizes
# breaks: "of varying sizes"
# breaks: "loss_fn(y, model(x)) is the mean over one batch"
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, count = [tf.zeros(v.shape) for v in variables], 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        sums = [s if g is None else s + g for s, g in zip(sums, tape.gradient(loss, variables))]
        count += 1
    return [s / count for s in sums]


# %% wrong: all batches are taken to be as large as the first | test_example | as the first
# breaks: "of varying sizes"
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


# %% wrong: the batches are read twice | test_example | only once
# breaks: "can be read only once (it may be a generator)"
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
# breaks: "an embedding's tf.IndexedSlices become dense"
def accumulate(model, loss_fn, batches):
    variables, sums, samples = model.trainable_variables, None, 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        slopes = tape.gradient(loss, variables)
        sums = slopes if sums is None else [s + g for s, g in zip(sums, slopes)]
        samples += len(x)
    return [s / samples for s in sums]


# %% wrong: an embedding's gradient is that of its values | test_embedding | values differ
# breaks: "an embedding's tf.IndexedSlices become dense"
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


# %% wrong: a weight out of reach has None | test_embedding | a weight that the loss does not reach
# breaks: "a weight that the loss does not reach has zeros"
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


# %% wrong: an embedding's gradient stays IndexedSlices | test_embedding | the embedding's gradient: not a tensor
# breaks: "an embedding's tf.IndexedSlices become dense"
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


# %% wrong: a weight out of reach has the number 0 | test_embedding | a single number; every entry should have
# breaks: "a weight that the loss does not reach has zeros"
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


# %% right: sums begin with the first batch
def accumulate(model, loss_fn, batches):
    sums, samples = None, 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * tf.cast(tf.shape(x)[0], "float32")
        variables = model.trainable_variables
        found = tape.gradient(loss, variables)
        dense = [
            tf.zeros(v.shape) if g is None else tf.convert_to_tensor(g)
            for g, v in zip(found, variables)
        ]
        sums = dense if sums is None else [tf.add(s, g) for s, g in zip(sums, dense)]
        samples += x.shape[0]
    return [s / float(samples) for s in sums]


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return the gradients that one large batch would give"
def accumulate(model, loss_fn, batches):
    sums, samples = None, 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        variables = model.trainable_variables
        sums = sums or [tf.zeros_like(v) for v in variables]
        gradients = tape.gradient(loss, variables)
        sums = [s if g is None else s + g for s, g in zip(sums, gradients)]
        samples += len(x)
    [s / samples for s in sums]


# %% wrong: the variables are asked for before the first call | test_unbuilt | list of shapes
# breaks: "may be unbuilt before this call"
def accumulate(model, loss_fn, batches):
    variables = model.trainable_variables
    sums, samples = [tf.zeros_like(v) for v in variables], 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        gradients = tape.gradient(loss, variables)
        sums = [s if g is None else s + g for s, g in zip(sums, gradients)]
        samples += len(x)
    return [s / samples for s in sums]


# %% wrong: the variables are updated too | test_example | value differs
# breaks: "its trainable variables stay as they are"
def accumulate(model, loss_fn, batches):
    sums, samples = None, 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        variables = model.trainable_variables
        sums = sums or [tf.zeros_like(v) for v in variables]
        gradients = tape.gradient(loss, variables)
        sums = [s if g is None else s + g for s, g in zip(sums, gradients)]
        samples += len(x)
    for variable, s in zip(variables, sums):
        variable.assign_sub(0.01 * s / samples)
    return [s / samples for s in sums]


# %% wrong: the last variable comes first | test_example | list of shapes
# breaks: "in the order of model.trainable_variables"
def accumulate(model, loss_fn, batches):
    sums, samples = None, 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        variables = model.trainable_variables
        sums = sums or [tf.zeros_like(v) for v in variables]
        gradients = tape.gradient(loss, variables)
        sums = [s if g is None else s + g for s, g in zip(sums, gradients)]
        samples += len(x)
    return [s / samples for s in reversed(sums)]


# %% wrong: only the first batch | test_example | first batch
# breaks: "Return the gradients that one large batch would give"
def accumulate(model, loss_fn, batches):
    x, y = next(iter(batches))
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    variables = model.trainable_variables
    gradients = tape.gradient(loss, variables)
    return [
        tf.zeros_like(v) if g is None else tf.convert_to_tensor(g)
        for g, v in zip(gradients, variables)
    ]


# %% wrong: the batches are counted by len | test_example | it raised
# breaks: "can be read only once (it may be a generator)"
def accumulate(model, loss_fn, batches):
    sums = None
    count = len(batches)
    samples = sum(len(x) for x, _ in batches)
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        variables = model.trainable_variables
        sums = sums or [tf.zeros_like(v) for v in variables]
        gradients = tape.gradient(loss, variables)
        sums = [s if g is None else s + g for s, g in zip(sums, gradients)]
    return [s / samples for s in sums] if count else []


# %% wrong: the mean of each batch is divided by all samples | test_example | multiplied by each size
# breaks: "loss_fn(y, model(x)) is the mean over one batch"
def accumulate(model, loss_fn, batches):
    sums, samples = None, 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        variables = model.trainable_variables
        sums = sums or [tf.zeros_like(v) for v in variables]
        gradients = tape.gradient(loss, variables)
        sums = [s if g is None else s + g for s, g in zip(sums, gradients)]
        samples += len(x)
    return [s / samples for s in sums]


# %% wrong: every gradient is flattened | test_example | list of shapes
# breaks: "Each result has its variable's shape"
def accumulate(model, loss_fn, batches):
    sums, samples = None, 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * len(x)
        variables = model.trainable_variables
        sums = sums or [tf.zeros_like(v) for v in variables]
        gradients = tape.gradient(loss, variables)
        sums = [s if g is None else s + g for s, g in zip(sums, gradients)]
        samples += len(x)
    return [tf.reshape(s / samples, [-1]) for s in sums]


# %% equivalent: generic-gradient | nothing differentiates the gradients again


# %% wrong: slices become dense only when two of them are added, so a single batch returns IndexedSlices | test_embedding
# breaks: "an embedding's tf.IndexedSlices become dense"
def accumulate(
    model: keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    batches: Iterable[tuple[tf.Tensor, tf.Tensor]],
) -> list[tf.Tensor]:
    sums = None
    count = 0
    for x, y in batches:
        size = int(tf.shape(y)[0])
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * size
        gradients = tape.gradient(loss, model.trainable_variables)
        if sums is None:
            sums = gradients
        else:
            sums = [
                g if s is None else s if g is None else tf.add(s, g)
                for s, g in zip(sums, gradients)
            ]
        count += size
    return [
        tf.zeros(v.shape, v.dtype) if s is None else tf.math.scalar_mul(1.0 / count, s)
        for s, v in zip(sums, model.trainable_variables)
    ]


# %% right: sizes as output gradients; per-variable lists that are added up at the end
def accumulate(
    model: keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    batches: Iterable[tuple[tf.Tensor, tf.Tensor]],
) -> list[tf.Tensor]:
    rows, sizes = [], []
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        sizes.append(int(tf.shape(y)[0]))
        upstream = tf.cast(sizes[-1], loss.dtype)
        rows.append(tape.gradient(loss, model.trainable_variables, output_gradients=upstream))
    result = []
    for i, variable in enumerate(model.trainable_variables):
        parts = [tf.convert_to_tensor(row[i]) for row in rows if row[i] is not None]
        total = tf.add_n(parts) if parts else tf.zeros(variable.shape, variable.dtype)
        result.append(total / tf.cast(sum(sizes), total.dtype))
    return result


# %% wrong: an unbuilt model is built with the first batch of a generator, which is then lost | test_unbuilt
# breaks: "can be read only once (it may be a generator)."
def accumulate(
    model: keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    batches: Iterable[tuple[tf.Tensor, tf.Tensor]],
) -> list[tf.Tensor]:
    if not model.built:
        model(next(iter(batches))[0])
    variables = model.trainable_variables
    sums = [tf.zeros(v.shape, v.dtype) for v in variables]
    count = 0
    for x, y in batches:
        size = int(tf.shape(y)[0])
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True)) * size
        gradients = tape.gradient(loss, variables)
        sums = [
            s if g is None else s + tf.convert_to_tensor(g) for s, g in zip(sums, gradients)
        ]
        count += size
    return [s / count for s in sums]
