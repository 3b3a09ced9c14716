"""Pictures of the gradient tape at work: paths, slopes, and what a network looks at."""

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, FAINT, INK, RED, look


def _valley(x, y):
    """Return the height of a long valley with its lowest point at (0, 0)."""
    return x * x / 2 + 4 * y * y


def _contours(figure):
    axes = figure.subplots()
    x, y = np.meshgrid(np.linspace(-10, 10, 161), np.linspace(-3, 3, 121))
    axes.contour(x, y, _valley(x, y), levels=np.geomspace(0.5, 80, 10), colors=FAINT, linewidths=1)
    axes.plot(0, 0, "*", color=INK, markersize=12)
    axes.set(title="The path down a valley, x*x/2 + 4*y*y", xlabel="x", ylabel="y")
    return axes


@look(
    "Contour lines of a long valley with its lowest point at (0, 0). With learning rate 0.05 the"
    " path slides to the bottom and creeps along it; with 0.23 it jumps from side to side.",
    scene=_contours,
)
def gradient_descent(student, figure):
    axes = _contours(figure)
    for rate, color in ((0.05, BLUE), (0.23, RED)):
        start = tf.constant([-9.0, 2.5])
        path = student.gradient_descent(lambda p: _valley(p[0], p[1]), start, rate, 40)
        axes.plot(
            *np.transpose(path), "o-", color=color, label=f"learning rate {rate}", markersize=4
        )
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)


def _log1pexp_scene(figure):
    left, right = figure.subplots(1, 2)
    left.set(title="log(1 + exp(x)) in float32", xlabel="x", ylabel="value", ylim=(-5, 130))
    right.set(title="for very negative x", xlabel="x", ylabel="value", yscale="log")
    return left, right


@look(
    "Left: exp(x) overflows from x = 89 on; the plain formula ends there, yours goes on along x."
    " Right, on a logarithmic axis: below x = -17 the plain formula gives 0; yours goes on.",
    scene=_log1pexp_scene,
)
def log1pexp(student, figure):
    for axes, x in zip(
        _log1pexp_scene(figure),
        (tf.linspace(-20.0, 120.0, 281), tf.linspace(-40.0, 0.0, 161)),
        strict=True,
    ):
        axes.plot(x, student.log1pexp(x), color=BLUE, linewidth=5, alpha=0.5, label="yours")
        plain = tf.math.log(1.0 + tf.exp(x))
        axes.plot(
            x,
            tf.where((plain > 0) & tf.math.is_finite(plain), plain, np.nan),
            "--",
            color=RED,
            label="tf.math.log(1 + tf.exp(x))",
        )
        axes.legend()


def _staircase(figure):
    left, right = figure.subplots(1, 2)
    x = np.linspace(-2.5, 2.5, 401)
    left.plot(x, np.round(x), color=FAINT, linewidth=1)
    left.set(title="the value: a staircase", xlabel="x")
    right.axhline(0, color=FAINT, linewidth=1)
    right.set(title="the gradient that training sees", xlabel="x", ylim=(-0.5, 1.5))
    return left, right


@look(
    "Left: the values climb a staircase. Right: the gradient of tf.round is 0 everywhere; yours is"
    " 1, as if the staircase were a ramp.",
    scene=_staircase,
)
def straight_through(student, figure):
    left, right = _staircase(figure)
    x = tf.linspace(-2.5, 2.5, 401)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = student.straight_through(x)
    left.plot(x, value, color=BLUE)
    right.plot(x, tape.gradient(value, x), color=BLUE, label="yours")
    right.plot(x, tf.zeros_like(x), "--", color=RED, label="tf.round")
    right.legend()


def _digits():
    """Return scikit-learn's digits as images (1797, 8, 8, 1) in [0, 1], and their labels."""
    data = load_digits()
    return data.images[..., None].astype("float32") / 16, data.target


def _small_net():
    """Return an untrained network for the digits."""
    layers = [keras.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(32, "relu")]
    return keras.Sequential([*layers, keras.layers.Dense(10)])


def _trained_net():
    """Return a network that reads 97 % of the digits, trained for a moment."""
    model = _small_net()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss)
    model.fit(*_digits(), batch_size=64, epochs=6, verbose=0)
    return model


def _images(figure):
    images, labels = _digits()
    rows = figure.subplots(2, 5)
    for axes, index in zip(rows[0], (3, 8, 5, 4, 7), strict=True):
        axes.imshow(images[index, ..., 0], cmap="gray")
        axes.set_title(f"a {labels[index]}")
    for axes in rows.ravel():
        axes.set_axis_off()
    return rows[1], (3, 8, 5, 4, 7)


@look(
    "Above: five digits. Below, bright on dark: the pixels that move a trained network's logit for"
    " that digit the most.",
    scene=_images,
)
def saliency(student, figure):
    rows, chosen = _images(figure)
    model, (images, labels) = _trained_net(), _digits()
    for axes, index in zip(rows, chosen, strict=True):
        axes.imshow(student.saliency(model, tf.constant(images[index]), int(labels[index])))


def _training_scene(figure):
    (curve, digit, seen) = figure.subplots(1, 3, width_ratios=(2, 1, 1))
    curve.set(title="Training on the digits", xlabel="step", ylabel="loss", yscale="log")
    digit.set_title("an image")
    seen.set_title("its saliency")
    for axes in (digit, seen):
        axes.set_axis_off()
    return curve, digit, seen


@look(
    "The loss of a network on handwritten digits falls in your own training step. Beside it, a"
    " digit and the pixels that move its logit the most, after training.",
    scene=_training_scene,
)
def put_together(student, figure):
    curve, digit, seen = _training_scene(figure)
    images, labels = map(tf.constant, _digits())
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model, optimizer = _small_net(), keras.optimizers.Adam(0.01)

    @tf.function(autograph=False)
    def step(x, y):
        return student.train_step(model, optimizer, loss, x, y)["loss"]

    batches = [slice(start, start + 64) for start in range(0, 1728, 64)] * 3
    curve.plot([step(images[batch], labels[batch]) for batch in batches], color=BLUE)
    digit.imshow(images[8, ..., 0], cmap="gray")
    seen.imshow(student.saliency(model, images[8], int(labels[8])))
