"""Probes of 04_custom_losses."""

import tempfile

import keras
import tensorflow as tf

from tensorkata.student.probes import compiled, tensors


def huber_loss(student, config, y_true, y_pred, sample_weight=None):
    """Return what HuberLoss(**config) gives for labels, predictions and sample weights."""
    loss = student.HuberLoss(**config)
    return loss(tensors(y_true), tensors(y_pred), sample_weight=tensors(sample_weight))


def huber_loss_rebuilt(student, config, y_true, y_pred):
    """Return the config of HuberLoss(**config), and the loss of what from_config makes of it."""
    kept = student.HuberLoss(**config).get_config()
    rebuilt = student.HuberLoss.from_config(kept)
    return {
        "config": {key: kept.get(key) for key in ("delta", "reduction", "name")},
        "loss": rebuilt(tensors(y_true), tensors(y_pred)),
    }


def huber_loss_step(student, delta, learning_rate, kernel, x, y, sample_weight=None):
    """Train x @ kernel with HuberLoss for one step of gradient descent; return its kernel."""
    model = linear_model(kernel)
    optimizer = keras.optimizers.SGD(learning_rate)
    model.compile(optimizer, loss=student.HuberLoss(delta=delta), run_eagerly=True)
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
    return float(loaded.test_on_batch(x, y))


def triplet_gradient(student, anchor, positive, negative, margin):
    """Return the gradient of triplet_loss in the anchor, compiled by XLA."""

    def gradient(*points):
        with tf.GradientTape() as tape:
            tape.watch(points[0])
            loss = tf.reduce_sum(student.triplet_loss(*points, margin))
        return tape.gradient(loss, points[0])

    return compiled(gradient, [anchor, positive, negative], jit=True)


def linear_model(kernel):
    """Return the model x @ kernel."""
    dense = keras.layers.Dense(kernel.shape[1], use_bias=False)
    model = keras.Sequential([keras.Input(kernel.shape[:1]), dense])
    model.set_weights([kernel])
    return model
