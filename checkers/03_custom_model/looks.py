"""Pictures of models of one's own: codes, averages, shortcuts."""

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, COLOURS, FAINT, ORANGE, look


def _wave():
    """Return wide inputs (200, 1), a line; deep inputs (200, 1); and a wavy target (200, 1)."""
    x = np.linspace(-1, 1, 200, dtype="float32")[:, None]
    return x, x, (x + 0.4 * np.sin(9 * x)).astype("float32")


def _wavy_line(figure):
    axes = figure.subplots()
    x, _, y = _wave()
    axes.plot(x, y, color=FAINT, linewidth=6, alpha=0.5, label="the target: a line plus a wave")
    axes.set(title="First the line, then the wave", xlabel="x")
    return axes


@look(
    "The target is a line plus a wave. After ten steps of training the model has found the line;"
    " after two hundred its deep layers follow the wave.",
    scene=_wavy_line,
)
def wide_and_deep(student, figure):
    axes = _wavy_line(figure)
    wide, deep, target = map(tf.constant, _wave())
    model = student.WideAndDeep((32, 32))
    optimizer = keras.optimizers.Adam(0.02)
    model((wide, deep))

    @tf.function(autograph=False)
    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model((wide, deep)) - target) ** 2)
        weights = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))

    for number in range(1, 201):
        step()
        if number in {10, 50, 200}:
            style = {10: ":", 50: "--", 200: "-"}[number]
            axes.plot(wide, model((wide, deep)), style, label=f"after {number} steps")
    axes.legend()


def _digits():
    """Return scikit-learn's digits (1797, 64) in [0, 1], and their labels."""
    images, labels = load_digits(return_X_y=True)
    return images.astype("float32") / 16, labels


def _to_restore(figure):
    rows = figure.subplots(3, 6)
    for axes in rows.ravel():
        axes.set(xticks=[], yticks=[])
    for axes, image in zip(rows[0], _digits()[0][:6], strict=True):
        axes.imshow(image.reshape(8, 8), cmap="gray")
    for axes, name in zip(rows[:, 0], ("the digits", "code of 2", "code of 16"), strict=True):
        axes.set_ylabel(name)
    return rows[1:]


@look(
    "Above: six digits. Below: the same digits restored from a code of two numbers, which is a"
    " blur, and from a code of sixteen, which is nearly the digit.",
    scene=_to_restore,
)
def autoencoder(student, figure):
    images, _ = _digits()
    for row, code in zip(_to_restore(figure), (2, 16), strict=True):
        model = student.Autoencoder(64, code)
        model.compile(keras.optimizers.Adam(0.01))
        model.fit(images, batch_size=128, epochs=8, verbose=0)
        for axes, image in zip(row, model(tf.constant(images[:6])), strict=True):
            axes.imshow(np.reshape(image, (8, 8)), cmap="gray")


def _noisy_path(figure):
    axes = figure.subplots()
    axes.axhline(1, color=FAINT, linewidth=1, linestyle=":")
    axes.set(title="One weight under noisy steps, and its average", xlabel="step")
    return axes


@look(
    "A weight that learns from noisy targets jumps around its best value, 1. Its moving average is"
    " a smooth line that comes closer, a little later.",
    scene=_noisy_path,
)
def ema_model(student, figure):
    axes = _noisy_path(figure)
    inner = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    inner.set_weights([np.zeros((1, 1))])
    model = student.EmaModel(inner, decay=0.9)
    model.compile(keras.optimizers.SGD(0.3), "mse")
    rng, seen = np.random.default_rng(1), []
    for noise in rng.normal(1, 0.8, 80):
        model.train_on_batch(np.ones((1, 1)), np.full((1, 1), noise))
        seen.append((inner.get_weights()[0].item(), np.asarray(model.averages[0]).item()))
    weight, average = zip(*seen, strict=True)
    axes.plot(weight, color=ORANGE, linewidth=1, label="the weight")
    axes.plot(average, color=BLUE, label="its average, decay 0.9")
    axes.legend()


def _plane_and_curve(figure):
    plane, curve = figure.subplots(1, 2)
    plane.set(title="digits by their code of two numbers", xticks=[], yticks=[])
    curve.set(title="a classifier of the digits", xlabel="epoch", ylabel="loss", yscale="log")
    return plane, curve


@look(
    "Left: each digit stands at the two numbers that the autoencoder makes of it, and equal digits"
    " stand together. Right: the loss of your MLP, trained with averaged weights, falls.",
    scene=_plane_and_curve,
)
def put_together(student, figure):
    plane, curve = _plane_and_curve(figure)
    images, labels = _digits()
    coder = student.Autoencoder(64, 2)
    coder.compile(keras.optimizers.Adam(0.01))
    centred = images - images.mean(axis=0)  # or tanh ends at 1 for nearly all of them
    coder.fit(centred, batch_size=128, epochs=10, verbose=0)
    inner = coder.layers[0]
    for (x, y), label in list(zip(np.asarray(inner(centred)), labels, strict=True))[::4]:
        plane.text(x, y, str(label), color=COLOURS[label % 6], size=8)
    plane.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1))
    classifier = student.ConfigurableMLP((32,), 10, l2=1e-4)
    classifier(images[:1])
    model = student.EmaModel(classifier, decay=0.95)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss)
    seen = model.fit(images, labels, batch_size=128, epochs=8, verbose=0)
    curve.plot(seen.history["loss"], "o-", color=BLUE)
