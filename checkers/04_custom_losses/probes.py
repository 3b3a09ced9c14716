"""Probes of 04_custom_losses.

A probe with the name of an exercise calls it in tf.function, where the batch size is unknown.
"""

import tempfile

import keras
import tensorflow as tf

from tensorkata.student.probes import compiled, spared, spec_of, tensors


def mse(student, y_true, y_pred):
    """Call mse in tf.function."""
    return in_graph(student.mse, y_true, y_pred)


def huber(student, y_true, y_pred, delta):
    """Call huber in tf.function."""
    return in_graph(student.huber, y_true, y_pred, delta)


def binary_crossentropy_from_logits(student, y_true, logits):
    """Call binary_crossentropy_from_logits in tf.function."""
    return in_graph(student.binary_crossentropy_from_logits, y_true, logits)


def softmax_crossentropy(student, labels, logits, label_smoothing):
    """Call softmax_crossentropy in tf.function."""
    return in_graph(student.softmax_crossentropy, labels, logits, label_smoothing)


def focal_loss(student, y_true, logits, gamma, alpha):
    """Call focal_loss in tf.function."""
    return in_graph(student.focal_loss, y_true, logits, gamma, alpha)


def dice_loss(student, y_true, y_pred, smooth):
    """Call dice_loss in tf.function."""
    return in_graph(student.dice_loss, y_true, y_pred, smooth)


def contrastive_loss(student, y, distance, margin):
    """Call contrastive_loss in tf.function."""
    return in_graph(student.contrastive_loss, y, distance, margin)


def triplet_loss(student, anchor, positive, negative, margin):
    """Call triplet_loss in tf.function."""
    return in_graph(student.triplet_loss, anchor, positive, negative, margin)


def quantile_loss(student, y_true, y_pred, quantiles):
    """Call quantile_loss in tf.function."""
    return in_graph(student.quantile_loss, y_true, y_pred, quantiles)


def triplet_loss_compiled_gradient(student, anchor, positive, negative, margin):
    """Return the gradient of triplet_loss in the anchor, compiled by XLA."""

    def gradient(*points):
        with tf.GradientTape() as tape:
            tape.watch(points[0])
            loss = tf.reduce_sum(student.triplet_loss(*points, margin))
        return tape.gradient(loss, points[0])

    return compiled(gradient, [anchor, positive, negative], jit=True)


def huber_loss(student, config, y_true, y_pred, sample_weight=None):
    """Return what HuberLoss(**config) gives for labels, predictions and sample weights."""
    loss = student.HuberLoss(**config)
    return loss(tensors(y_true), tensors(y_pred), sample_weight=tensors(sample_weight))


def huber_loss_kind(student):
    """Return whether HuberLoss is a keras.losses.Loss."""
    return {"is a keras.losses.Loss": isinstance(student.HuberLoss(), keras.losses.Loss)}


def huber_losses(student, configs, pairs):
    """Make a HuberLoss of each config, then call each with its own labels and predictions."""
    losses = [student.HuberLoss(**config) for config in configs]
    return [loss(*tensors(pair)) for loss, pair in zip(losses, pairs, strict=True)]


def huber_loss_rebuilt(student, config, y_true, y_pred):
    """Return the config of HuberLoss(**config), and the loss of what from_config makes of it."""
    kept = student.HuberLoss(**config).get_config()
    rebuilt = student.HuberLoss.from_config(kept)
    return {
        "config": {key: kept.get(key) for key in ("delta", "reduction", "name")},
        "loss": rebuilt(tensors(y_true), tensors(y_pred)),
    }


def huber_loss_copied(student, config, y_true, y_pred):
    """Return the loss of what from_config makes of the config of HuberLoss(**config)."""
    copied = student.HuberLoss.from_config(student.HuberLoss(**config).get_config())
    return copied(tensors(y_true), tensors(y_pred))


def huber_loss_step(student, delta, learning_rate, kernel, x, y, sample_weight):
    """Train x @ kernel with HuberLoss for one step of gradient descent; return its kernel."""
    model = linear_model(kernel)
    optimizer = keras.optimizers.SGD(learning_rate)
    model.compile(optimizer, loss=student.HuberLoss(delta=delta), jit_compile=False)
    model.train_on_batch(x, y, sample_weight=sample_weight)
    return model.get_weights()[0]


def huber_loss_reloaded(student, config, kernel, x, y):
    """Save x @ kernel with HuberLoss(**config), load it, and return its loss on x and y."""
    model = linear_model(kernel)
    model.compile("sgd", loss=student.HuberLoss(**config), run_eagerly=True)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.keras"
        model.save(path)
        loaded = keras.models.load_model(path, custom_objects={"HuberLoss": student.HuberLoss})
    return tf.constant(loaded.test_on_batch(x, y), tf.float32)  # float64 before Keras 3.15


def linear_model(kernel):
    """Return the model x @ kernel."""
    dense = keras.layers.Dense(kernel.shape[1], use_bias=False)
    model = keras.Sequential([keras.Input(kernel.shape[:1]), dense])
    model.set_weights([kernel])
    return model


def in_graph(function, *inputs):
    """Call a function in tf.function; the batch size of its arrays is unknown there."""
    given = tensors(list(inputs))
    places = [place for place, value in enumerate(given) if tf.is_tensor(value)]
    specs = [spec_of(given[place]) for place in places]

    def call(*arrays):
        arguments = dict(enumerate(given)) | dict(zip(places, arrays, strict=True))
        return function(*arguments.values())

    def run(*, autograph):
        traced = tf.function(call, input_signature=specs, autograph=autograph)
        return traced(*[given[place] for place in places])

    return spared(run)
