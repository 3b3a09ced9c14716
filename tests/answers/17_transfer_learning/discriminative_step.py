"""Answers to discriminative_step."""

# slow: test_graph | tracing a step with two optimizers takes most of it

# unnoticed: test_slopes | discriminative_step result fewer | it is about single weights, the visible checks compare the rest
# unnoticed: test_slopes | discriminative_step .weights * | it is about single weights, the visible checks compare the rest
# unnoticed: test_slopes | discriminative_step .losses* * | it is about single weights, the visible checks compare the rest
# unnoticed: test_slopes | discriminative_step .passes * | it is about single weights, the visible checks compare the rest

import keras
import tensorflow as tf


def loss_of(model, loss_fn, x, y):
    return tf.add_n([loss_fn(y, model(x, training=True)), *model.losses])


def parts(model, backbone):
    old = backbone.trainable_variables
    return old, [v for v in model.trainable_variables if not any(v is o for o in old)]


# %% right: one gradient over all, taken apart
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    variables = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    pairs = list(zip(tape.gradient(loss, variables), variables))
    old = {id(v) for v in backbone.trainable_variables}
    for optimizer, is_old in ((slow, True), (fast, False)):
        mine = [(g, v) for g, v in pairs if (id(v) in old) is is_old]
        if mine:
            optimizer.apply_gradients(mine)
    return loss


# %% right: a persistent tape, used twice
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    old, new = parts(model, backbone)
    with tf.GradientTape(persistent=True) as tape:
        loss = loss_fn(y, model(x, training=True))
        for penalty in model.losses:
            loss += penalty
    gradients = [tape.gradient(loss, old), tape.gradient(loss, new)]
    slow.apply(gradients[0], old)
    fast.apply(gradients[1], new)
    return loss


# %% right: sets of paths, the fast one first
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        value = loss_fn(y, model(x, training=True))
        value = value + tf.reduce_sum(model.losses) if model.losses else value
    old, new = parts(model, backbone)
    both = tape.gradient(value, old + new)
    fast.apply(both[len(old) :], new)
    slow.apply(both[: len(old)], old)
    return tf.identity(value)


# %% wrong: swapped | test_example | swapped
# breaks: "`slow` moves the trainable variables of `backbone`, a layer of the model, and `fast` the other trainable variables of the model"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old, new = parts(model, backbone)
    in_old, in_new = tape.gradient(loss, (old, new))
    fast.apply(in_old, old)
    slow.apply(in_new, new)
    return loss


# %% wrong: fast moves all | test_example | moved by both
# breaks: "`slow` moves the trainable variables of `backbone`, a layer of the model, and `fast` the other trainable variables of the model"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old, new = backbone.trainable_variables, model.trainable_variables
    in_old, in_new = tape.gradient(loss, (old, new))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return loss


# %% wrong: one optimizer for all | test_example | moves everything
# breaks: "Take one training step with two optimizers; return the loss before it, a float32 scalar"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    variables = model.trainable_variables
    fast.apply(tape.gradient(loss, variables), variables)
    return loss


# %% wrong: the head is forgotten | test_example | head is not moved
# breaks: "Take one training step with two optimizers; return the loss before it, a float32 scalar"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old = backbone.trainable_variables
    slow.apply(tape.gradient(loss, old), old)
    return loss


# %% wrong: only the first layer is slow | test_example | first layer
# breaks: "`slow` moves the trainable variables of `backbone`, a layer of the model, and `fast` the other trainable variables of the model"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old, new = model.trainable_variables[:2], model.trainable_variables[2:]
    in_old, in_new = tape.gradient(loss, (old, new))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return loss


# %% wrong: two passes, one after the other | test_example | after the step
# breaks: "both optimizers use the slopes at the weights before the step"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    first = None
    for optimizer, variables in zip((slow, fast), parts(model, backbone)):
        with tf.GradientTape() as tape:
            loss = loss_of(model, loss_fn, x, y)
        optimizer.apply(tape.gradient(loss, variables), variables)
        first = loss if first is None else first
    return first


# %% wrong: two passes, then both steps | test_example | second forward pass
# breaks: "The model is called once"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    found = []
    for variables in parts(model, backbone):
        with tf.GradientTape() as tape:
            loss = loss_of(model, loss_fn, x, y)
        found.append(tape.gradient(loss, variables))
    for optimizer, gradients, variables in zip((slow, fast), found, parts(model, backbone)):
        optimizer.apply(gradients, variables)
    return loss


# %% wrong: without training=True | test_example | without training
# breaks: "The loss is loss_fn(y, model(x, training=True)) plus the sum of model.losses"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = tf.add_n([loss_fn(y, model(x, training=False)), *model.losses])
    old, new = parts(model, backbone)
    in_old, in_new = tape.gradient(loss, (old, new))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return loss


# %% wrong: without the penalties | test_losses | left out
# breaks: "The loss is loss_fn(y, model(x, training=True)) plus the sum of model.losses"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    old, new = parts(model, backbone)
    in_old, in_new = tape.gradient(loss, (old, new))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return loss


# %% wrong: the mean of the penalties | test_losses | differ
# breaks: "The loss is loss_fn(y, model(x, training=True)) plus the sum of model.losses"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
        if model.losses:
            loss += tf.reduce_mean(model.losses) / 2
    old, new = parts(model, backbone)
    in_old, in_new = tape.gradient(loss, (old, new))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return loss


# %% wrong: the loss after the step | test_example | after the step
# breaks: "Take one training step with two optimizers; return the loss before it, a float32 scalar"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old, new = parts(model, backbone)
    in_old, in_new = tape.gradient(loss, (old, new))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return loss_of(model, loss_fn, x, y)


# %% wrong: a Python number | test_example | Python number
# breaks: "Take one training step with two optimizers; return the loss before it, a float32 scalar"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old, new = parts(model, backbone)
    in_old, in_new = tape.gradient(loss, (old, new))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return float(loss)


# %% wrong: new optimizers at each step | test_momentum | no state
# breaks: "They keep their state from step to step, momentum for instance"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    for optimizer, variables in zip((slow, fast), parts(model, backbone)):
        pass
    old, new = parts(model, backbone)
    in_old, in_new = tape.gradient(loss, (old, new))
    type(slow).from_config(slow.get_config()).apply(in_old, old)
    type(fast).from_config(fast.get_config()).apply(in_new, new)
    return loss


# %% wrong: plain descent at the optimizers' rates | test_momentum | no state
# breaks: "They keep their state from step to step, momentum for instance"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old, new = parts(model, backbone)
    for optimizer, variables, gradients in zip((slow, fast), (old, new), tape.gradient(loss, (old, new))):
        for variable, gradient in zip(variables, gradients):
            variable.assign_sub(tf.convert_to_tensor(optimizer.learning_rate) * gradient)
    return loss


# %% wrong: all weights of the backbone, frozen or not | test_frozen | frozen variables
# breaks: "Frozen variables stay"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    old = backbone.weights
    new = [v for v in model.weights if not any(v is o for o in old)]
    with tf.GradientTape() as tape:
        tape.watch([v.value for v in model.weights])
        loss = loss_of(model, loss_fn, x, y)
    in_old, in_new = tape.gradient(loss, ([v.value for v in old], [v.value for v in new]))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return loss


# %% wrong: what is frozen in the backbone is moved by fast | test_frozen | values differ
# breaks: "Frozen variables stay"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    old = backbone.trainable_variables
    new = [v for v in model.weights if not any(v is o for o in old)]
    with tf.GradientTape() as tape:
        tape.watch([v.value for v in model.weights])
        loss = loss_of(model, loss_fn, x, y)
    in_old, in_new = tape.gradient(loss, (old, [v.value for v in new]))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return loss


# %% wrong: a frozen backbone is an error | test_frozen | raised
# breaks: "If the whole backbone is frozen, `slow` does nothing"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old, new = parts(model, backbone)
    if not old:
        raise ValueError("nothing for slow")
    in_old, in_new = tape.gradient(loss, (old, new))
    slow.apply(in_old, old)
    fast.apply(in_new, new)
    return loss


# %% wrong: slow takes over the head if the backbone is frozen | test_frozen | swapped
# breaks: "If the whole backbone is frozen, `slow` does nothing"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old, new = parts(model, backbone)
    in_old, in_new = tape.gradient(loss, (old, new))
    if old:
        slow.apply(in_old, old)
        fast.apply(in_new, new)
    else:
        slow.apply(in_new, new)
    return loss


# %% wrong: gradients in NumPy | test_graph | raised
# breaks: "Works in a tf.function that runs many times"
def discriminative_step(model, backbone, loss_fn, slow, fast, x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(model, loss_fn, x, y)
    old, new = parts(model, backbone)
    in_old, in_new = tape.gradient(loss, (old, new))
    slow.apply([g.numpy() for g in in_old], old)
    fast.apply([g.numpy() for g in in_new], new)
    return loss


# %% wrong: the backbone's variables are taken for the first ones of the model | test_step
# breaks: "`slow` moves the trainable variables of `backbone`, a layer of the model, and `fast` the other trainable variables"
def discriminative_step(
    model: keras.Model,
    backbone: keras.Model,
    loss_fn: keras.losses.Loss,
    slow: keras.optimizers.Optimizer,
    fast: keras.optimizers.Optimizer,
    x: tf.Tensor,
    y: tf.Tensor,
) -> tf.Tensor:
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True)) + sum(model.losses)
    variables = model.trainable_variables
    gradients = tape.gradient(loss, variables)
    count = len(backbone.trainable_variables)
    if count:
        slow.apply(gradients[:count], variables[:count])
    if count < len(variables):
        fast.apply(gradients[count:], variables[count:])
    return loss
