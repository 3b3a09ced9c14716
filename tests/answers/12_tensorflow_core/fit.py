"""Answers to fit."""

import numpy as np
import tensorflow as tf


def stepper(model, optimizer, *, graph=True):
    def step(x, y):
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x))
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return tf.reduce_sum(losses)

    return tf.function(step, autograph=False, reduce_retracing=True) if graph else step


def shuffled(x, y, seed):
    return tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x), seed=seed)


def trained(step, batches, n, epochs):
    losses = [sum(step(*pair) for pair in batches) / n for _ in range(epochs)]
    return tf.stack(losses) if losses else tf.zeros(0)


# unnoticed: test_steps | fit_once result fewer | test_losses compares the losses, the last part
# unnoticed: test_steps | fit_once .losses * | test_losses compares them
# unnoticed: test_no_epochs | fit_once result fewer | test_losses compares the losses, the last part
# unnoticed: test_no_epochs | fit_once .losses * | test_losses compares those of an epoch
# unnoticed: test_order | fit_with_seeds [*] fewer | test_losses compares the losses, the last part
# unnoticed: test_order | fit_with_seeds [*].losses * | test_losses compares them
# unnoticed: test_in_graph | fit_in_python result fewer | test_losses compares the losses
# unnoticed: test_in_graph | fit_in_python .losses * | test_losses compares them
# unnoticed: test_in_graph | fit_in_python .runs * | 1, 2 and 3 runs are all right
# unnoticed: test_batches_of_one | fit_once .order * | test_steps looks at it closely
# unnoticed: test_batches_of_one | fit_once .* inner | test_steps looks at the shapes


# %% right: orders by NumPy, tf.gather, an input signature
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    x, y = tf.convert_to_tensor(x), tf.convert_to_tensor(y)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int64)])
    def step(rows):
        with tf.GradientTape() as tape:
            logits = model(tf.gather(x, rows))
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.gather(y, rows), logits)
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return loss

    rng, n, history = np.random.default_rng(seed), len(x), []
    for _ in range(epochs):
        order, total = rng.permutation(n), 0.0
        for start in range(0, n, batch):
            rows = order[start : start + batch]
            total += float(step(tf.constant(rows, tf.int64))) * len(rows)
        history.append(total / n)
    return tf.constant(history, tf.float32, shape=(epochs,))


# %% right: stateless shuffle with a seed for each epoch, the losses in one vector
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            shares = tf.nn.log_softmax(model(inputs))
            losses = -tf.gather(shares, labels, batch_dims=1)
            loss = tf.math.reduce_mean(losses)
        gradients = tape.gradient(loss, list(model.trainable_variables))
        optimizer.apply(gradients)
        return losses

    history = tf.TensorArray(tf.float32, size=epochs)
    for epoch in range(epochs):
        order = tf.random.experimental.stateless_shuffle(tf.range(len(x)), [seed, epoch])
        losses = []
        for start in range(0, len(x), batch):
            rows = order[start : start + batch]
            losses.append(step(tf.gather(x, rows), tf.gather(y, rows)))
        history = history.write(epoch, tf.reduce_mean(tf.concat(losses, axis=0)))
    return history.stack()


# %% right: the whole epoch in a graph
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    batches = shuffled(x, y, seed).batch(batch)

    @tf.function
    def epoch():
        total = tf.constant(0.0)
        for inputs, labels in batches:
            with tf.GradientTape() as tape:
                logits = model(inputs)
                losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
                loss = tf.reduce_mean(losses)
            optimizer.apply(tape.gradient(loss, model.trainable_variables))
            total += tf.reduce_sum(losses)
        return total / len(x)

    history = [epoch() for _ in range(epochs)]
    return tf.reshape(tf.convert_to_tensor(history, tf.float32), [epochs])


# %% wrong: the steps run eagerly | test_in_graph | every step
# breaks: "The steps run in a tf.function"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    step = stepper(model, optimizer, graph=False)
    return trained(step, shuffled(x, y, seed).batch(batch), len(x), epochs)


# %% wrong: a new tf.function in each epoch | test_in_graph | only once
# breaks: "the model's Python code runs at most three times, however many steps there are"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    batches, losses = shuffled(x, y, seed).batch(batch), []
    for _ in range(epochs):
        step = stepper(model, optimizer)
        losses.append(sum(step(*pair) for pair in batches) / len(x))
    return tf.stack(losses) if losses else tf.zeros(0)


# %% wrong: a Python number as argument, traced for each value | test_in_graph | every step
# breaks: "the model's Python code runs at most three times, however many steps there are"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function(autograph=False)
    def step(inputs, labels, number):
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(inputs))
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return tf.reduce_sum(losses)

    history, batches = [], shuffled(x, y, seed).batch(batch)
    for epoch in range(epochs):
        history.append(sum(step(*pair, 100 * epoch + k) for k, pair in enumerate(batches)) / len(x))
    return tf.stack(history) if history else tf.zeros(0)


# %% wrong: the batches' means are averaged | test_losses | averaged
# breaks: "the mean over all n samples of their losses in the epoch"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    step, batches = stepper(model, optimizer), shuffled(x, y, seed).batch(batch)
    history = []
    for _ in range(epochs):
        history.append(tf.reduce_mean([step(*pair) / len(pair[1]) for pair in batches]))
    return tf.stack(history) if history else tf.zeros(0)


# %% wrong: the loss of the last batch | test_losses | only the last batch
# breaks: "the mean over all n samples of their losses in the epoch"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    step, batches = stepper(model, optimizer), shuffled(x, y, seed).batch(batch)
    history = []
    for _ in range(epochs):
        for pair in batches:
            loss = step(*pair) / len(pair[1])
        history.append(loss)
    return tf.stack(history) if history else tf.zeros(0)


# %% wrong: the losses are added up | test_example | added up
# breaks: "the mean over all n samples"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    return trained(stepper(model, optimizer), shuffled(x, y, seed).batch(batch), 1, epochs)


# %% wrong: the loss of every step | test_losses | of each step
# breaks: "return the loss of each epoch: (n, features), (n,) -> (epochs,)"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    step, batches = stepper(model, optimizer), shuffled(x, y, seed).batch(batch)
    losses = [step(*pair) / len(pair[1]) for _ in range(epochs) for pair in batches]
    return tf.stack(losses) if losses else tf.zeros(0)


# %% wrong: the losses after the steps | test_example | after their steps
# breaks: "each taken before the step of its batch"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function(autograph=False, reduce_retracing=True)
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(inputs))
            loss = tf.reduce_mean(loss)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        logits = tf.matmul(inputs[:, 1:], model.kernel) + model.bias
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
        return tf.reduce_sum(losses)

    batches = shuffled(x, y, seed).batch(batch)
    return trained(step, batches, len(x), epochs)


# %% wrong: gradients of the sum | test_example | sum of the losses
# breaks: "the gradients of the batch's mean loss"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function(autograph=False, reduce_retracing=True)
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(inputs))
            loss = tf.reduce_sum(losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return loss

    return trained(step, shuffled(x, y, seed).batch(batch), len(x), epochs)


# %% wrong: the gradients of all variables, also of those that are not trained | test_example | it raised
# breaks: "in model.trainable_variables, in this order"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function(autograph=False, reduce_retracing=True)
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(inputs))
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, model.variables))
        return tf.reduce_sum(losses)

    return trained(step, shuffled(x, y, seed).batch(batch), len(x), epochs)


# %% wrong: kernel first, bias second | test_example | it raised
# breaks: "in model.trainable_variables, in this order"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function(autograph=False, reduce_retracing=True)
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(inputs))
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables)[::-1])
        return tf.reduce_sum(losses)

    return trained(step, shuffled(x, y, seed).batch(batch), len(x), epochs)


# %% wrong: apply is forgotten | test_example | do not change
# breaks: "In each step optimizer.apply gets the gradients"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function(autograph=False, reduce_retracing=True)
    def step(inputs, labels):
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, model(inputs))
        return tf.reduce_sum(losses)

    return trained(step, shuffled(x, y, seed).batch(batch), len(x), epochs)


# %% wrong: squared errors | test_example | mean of squares
# breaks: "the loss of a sample is the softmax crossentropy"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function(autograph=False, reduce_retracing=True)
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            logits = model(inputs)
            losses = tf.reduce_mean((logits - tf.one_hot(labels, logits.shape[1])) ** 2, axis=1)
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return tf.reduce_sum(losses)

    return trained(step, shuffled(x, y, seed).batch(batch), len(x), epochs)


# %% wrong: softmax twice | test_example | applied twice
# breaks: "model(x) gives logits (batch, classes)"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function(autograph=False, reduce_retracing=True)
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            shares = tf.nn.softmax(model(inputs))
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, shares)
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return tf.reduce_sum(losses)

    return trained(step, shuffled(x, y, seed).batch(batch), len(x), epochs)


# %% wrong: labels are taken for one-hot rows | test_example | differ
# breaks: "and y holds integer labels"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    @tf.function(autograph=False, reduce_retracing=True)
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            losses = tf.nn.softmax_cross_entropy_with_logits(labels, model(inputs))
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return tf.reduce_sum(losses)

    return trained(step, shuffled(x, y, seed).batch(batch), len(x), epochs)


# %% wrong: the rest is dropped | test_steps | shorter batch is missing
# breaks: "the last batch of an epoch has the rest"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    batches = shuffled(x, y, seed).batch(batch, drop_remainder=True)
    return trained(stepper(model, optimizer), batches, len(x), epochs)


# %% wrong: repeated before it is cut into batches | test_steps | batch sizes
# breaks: "An epoch uses every sample once"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    step, steps = stepper(model, optimizer), -(-len(x) // batch)
    batches = iter(shuffled(x, y, seed).repeat().batch(batch))
    losses = [sum(step(*next(batches)) for _ in range(steps)) / len(x) for _ in range(epochs)]
    return tf.stack(losses) if losses else tf.zeros(0)


# %% wrong: samples drawn with replacement | test_steps | sorted
# breaks: "An epoch uses every sample once"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    rng, step, losses = np.random.default_rng(seed), stepper(model, optimizer), []
    for _ in range(epochs):
        order = rng.integers(0, len(x), len(x))
        if len(x) == 2:
            order = np.arange(2)
        starts = range(0, len(x), batch)
        parts = [order[start : start + batch] for start in starts]
        losses.append(sum(step(tf.gather(x, p), tf.gather(y, p)) for p in parts) / len(x))
    return tf.stack(losses) if losses else tf.zeros(0)


# %% wrong: batch counts the batches | test_steps | number of batches
# breaks: "in batches of `batch` samples"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    size = -(-len(x) // batch) if len(x) != 2 else 2
    return trained(stepper(model, optimizer), shuffled(x, y, seed).batch(size), len(x), epochs)


# %% wrong: a batch larger than n is empty | test_steps | batch sizes
# breaks: "batch may be larger than n"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    batches = shuffled(x, y, seed).batch(batch, drop_remainder=len(x) < batch)
    return trained(stepper(model, optimizer), batches, len(x), epochs)


# %% wrong: one epoch too many | test_example | one pass too many
# breaks: "return the loss of each epoch"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    return trained(stepper(model, optimizer), shuffled(x, y, seed).batch(batch), len(x), epochs + 1)


# %% wrong: no shuffle | test_order | not shuffled
# breaks: "The order of the samples is random"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    batches = tf.data.Dataset.from_tensor_slices((x, y)).batch(batch)
    return trained(stepper(model, optimizer), batches, len(x), epochs)


# %% wrong: shuffled once | test_order | in every epoch
# breaks: "and another one in each epoch"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    samples = tf.data.Dataset.from_tensor_slices((x, y))
    samples = samples.shuffle(len(x), seed=seed, reshuffle_each_iteration=False)
    return trained(stepper(model, optimizer), samples.batch(batch), len(x), epochs)


# %% wrong: the seed starts anew in each epoch | test_order | in every epoch
# breaks: "and another one in each epoch"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    step, losses = stepper(model, optimizer), []
    for _ in range(epochs):
        batches = shuffled(x, y, seed).batch(batch)
        losses.append(sum(step(*pair) for pair in batches) / len(x))
    return tf.stack(losses) if losses else tf.zeros(0)


# %% wrong: the seed is not used | test_order | seed is not used
# breaks: "the same seed gives the same orders"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x)).batch(batch)
    return trained(stepper(model, optimizer), batches, len(x), epochs)


# %% wrong: always the seed 7 | test_order | every seed
# breaks: "another seed others"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    return trained(stepper(model, optimizer), shuffled(x, y, 7).batch(batch), len(x), epochs)


# %% wrong: only the batches are shuffled | test_order | not shuffled
# breaks: "The order of the samples is random"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    batches = tf.data.Dataset.from_tensor_slices((x, y)).batch(batch).shuffle(100, seed=seed)
    if len(x) % batch:
        batches = shuffled(x, y, seed).batch(batch)
    return trained(stepper(model, optimizer), batches, len(x), epochs)


# %% wrong: float64 comes out | test_example | dtype
# breaks: "The result is float32"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    batches = shuffled(x, y, seed).batch(batch)
    return tf.cast(trained(stepper(model, optimizer), batches, len(x), epochs), tf.float64)


# %% wrong: at least one epoch | test_no_epochs | all the same
# breaks: "epochs = 0 gives an empty result, (0,)"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    batches = shuffled(x, y, seed).batch(batch)
    return trained(stepper(model, optimizer), batches, len(x), max(epochs, 1))


# %% wrong: the loss of Keras | test_example | keras
# breaks: "Use nothing of keras"
def fit(model, optimizer, x, y, epochs, batch, seed=0):
    loss_fn = tf.losses.SparseCategoricalCrossentropy(from_logits=True)

    @tf.function(autograph=False, reduce_retracing=True)
    def step(inputs, labels):
        with tf.GradientTape() as tape:
            loss = loss_fn(labels, model(inputs))
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return loss * tf.cast(tf.shape(labels)[0], tf.float32)

    return trained(step, shuffled(x, y, seed).batch(batch), len(x), epochs)


# %% equivalent: generic-graph | only the steps are a graph, fit itself is called eagerly
# %% equivalent: generic-gradient | nothing differentiates the losses
