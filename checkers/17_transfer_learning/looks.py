"""Pictures of transfer learning at work: a frozen backbone, rates, curves, and fifty digits."""

import functools

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, ORANGE, RED, look


def _digits(first, last):
    """Return the images of the digits from first to last, and their labels from 0 on."""
    images, labels = load_digits(return_X_y=True)
    chosen = (labels >= first) & (labels <= last)
    x = (images[chosen] / 16).reshape(-1, 8, 8, 1).astype("float32")
    return x, (labels[chosen] - first).astype("int32")


def _few():
    """Return fifty digits from 5 to 9, ten of each, and all the others."""
    x, y = _digits(5, 9)
    few = np.concatenate([np.flatnonzero(y == label)[:10] for label in range(5)])
    rest = np.setdiff1d(np.arange(len(y)), few)
    return (x[few], y[few]), (x[rest], y[rest])


def _new_backbone(seed):
    """Return a small network for images, with random weights."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.BatchNormalization(momentum=0.9),
            layers.Conv2D(64, 3, activation="relu"),
        ]
    )


@functools.cache
def _learned():
    """Return the weights of a backbone that has learned the digits 0 to 4."""
    backbone = _new_backbone(1)
    _train(backbone, *_digits(0, 4), steps=60, batch=64)
    return backbone.get_weights()


def _train(backbone, x, y, *, steps, batch):
    """Train a backbone under a head of its own."""
    head = keras.layers.Dense(5)
    model = keras.Sequential([backbone, keras.layers.GlobalAveragePooling2D(), head])
    optimizer, weights = keras.optimizers.Adam(0.01), model.trainable_variables
    optimizer.build(weights)
    x, y = tf.constant(x), tf.constant(y)

    @tf.function(autograph=False)
    def step(rows):
        with tf.GradientTape() as tape:
            logits = model(tf.gather(x, rows), training=True)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.gather(y, rows), logits)
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, weights), weights)

    rng = np.random.default_rng(2)
    for _ in range(steps):
        step(tf.constant(rng.integers(0, len(y), batch), tf.int32))


def _backbone():
    """Return a backbone that has learned the digits 0 to 4."""
    backbone = _new_backbone(1)
    backbone.set_weights(_learned())
    return backbone


EPOCHS = (20, 10)


def _stages_scene(figure):
    axes = figure.subplots()
    axes.set(title="50 digits, 5 to 9, on a backbone that knows 0 to 4", xlabel="epoch")
    axes.set(ylabel="loss", xlim=(0, sum(EPOCHS)), yscale="log")
    axes.axvline(EPOCHS[0], color=FAINT, linestyle=":")
    return axes


@look(
    "The loss over 30 epochs. In the first 20, with only the head trained, it falls and levels off."
    " Then a dotted line: the top of the backbone is thawed, and the loss goes on falling further"
    " below.",
    scene=_stages_scene,
)
def fine_tune(student, figure):
    axes, (x, y) = _stages_scene(figure), _few()[0]
    backbone = _backbone()
    inputs = keras.Input((8, 8, 1))
    features = keras.layers.GlobalAveragePooling2D()(backbone(inputs))
    model = keras.Model(inputs, keras.layers.Dense(5)(features))
    given = {"epochs": EPOCHS, "rates": (0.1, 0.05), "batch_size": 25}
    stages = student.fine_tune(model, backbone, tf.constant(x), tf.constant(y), **given)
    start = 0
    for losses, name, color, style in zip(
        stages, ("head", "top of the backbone too"), (RED, BLUE), ("--", "-"), strict=True
    ):
        axes.plot(range(start, start + len(losses)), losses, style, color=color, label=name)
        start += len(losses)
    axes.legend()


def _rates_scene(figure):
    axes = figure.subplots()
    axes.set(title="From 0.1 to 1.0, half_cycle = 50", xlabel="step", ylabel="learning rate")
    axes.set(xlim=(0, 400), ylim=(0, 1.1))
    return axes


@look(
    "Two zigzag lines over 400 steps, four triangles each. All triangles of the first line have the"
    " same height; those of the second are lower each time, and all stand on the same lowest rate.",
    scene=_rates_scene,
)
def cyclical_learning_rate(student, figure):
    axes = _rates_scene(figure)
    for shrink, color, style in ((1.0, BLUE, "-"), (0.6, RED, "--")):
        schedule = student.CyclicalLearningRate(0.1, 1.0, 50, shrink)
        rates = [float(schedule(step)) for step in range(401)]
        axes.plot(range(401), rates, style, color=color, label=f"shrink = {shrink}")
    axes.legend(loc="lower right")


def _gelu_scene(figure):
    left, right = figure.subplots(1, 2)
    x = np.linspace(-4, 3, 141)
    left.plot(x, np.maximum(x, 0), ":", color=FAINT, label="relu")
    left.set(title="GELU and ReLU", xlabel="x", ylabel="output")
    right.set(title="approximate - exact", xlabel="x", ylabel="difference")
    right.axhline(0, color=FAINT, linewidth=1)
    return left, right


@look(
    "Left: GELU follows ReLU far from 0; near 0 it is smooth, with a dip below 0 on the left side."
    " Right: the approximation minus the exact function, a wave of at most five ten-thousandths.",
    scene=_gelu_scene,
)
def gelu(student, figure):
    left, right = _gelu_scene(figure)
    x = np.linspace(-4, 3, 141)
    exact = student.gelu(tf.constant(x))
    left.plot(x, exact, "-", color=BLUE, label="gelu")
    left.legend()
    right.plot(x, student.gelu(tf.constant(x), approximate=True) - exact, "-", color=RED)


CALLS = (1, 2, 10)


def _circle_scene(figure):
    axes = figure.subplots()
    angles = np.linspace(0, 2 * np.pi, 181)
    axes.plot(np.cos(angles), np.sin(angles), ":", color=INK, label="the unit circle")
    axes.set(title="Where a layer sends the unit circle", aspect="equal")
    axes.set(xlim=(-4.5, 4.5), ylim=(-2.6, 2.6))
    return axes


@look(
    "A dotted unit circle, and the ellipses that a layer with 2 units makes of it. Without"
    " normalization the ellipse sticks far out of the circle. With your layer it comes nearer with"
    " each call in training, and after ten of them it lies just inside.",
    scene=_circle_scene,
)
def spectral_normalization(student, figure):
    axes = _circle_scene(figure)
    angles = np.linspace(0, 2 * np.pi, 181)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype("float32")
    kernel = np.float32([[2.5, -0.5], [2.0, 1.5]])
    dense = keras.layers.Dense(2, use_bias=False)
    dense.build((None, 2))
    dense.set_weights([kernel])
    x, y = (circle @ kernel).T
    axes.plot(x, y, "-", color=RED, label="the layer alone", linewidth=1)
    layer = student.SpectralNormalization(dense)
    layer(tf.constant(circle))
    layer.u.assign([-0.5, np.sqrt(0.75)])
    styles = dict(zip(CALLS, ((ORANGE, "-."), (GREEN, "--"), (BLUE, "-")), strict=True))
    for call in range(1, max(CALLS) + 1):
        x, y = np.transpose(layer(tf.constant(circle), training=True))
        if call in styles:
            color, style = styles[call]
            axes.plot(x, y, style, color=color, label=f"call {call}")
    axes.legend(loc="upper left", fontsize=8)


def _fifty_scene(figure):
    top, bottom = figure.subplots(2, 1, height_ratios=(1, 2))
    shown = np.concatenate(list(_few()[0][0][::5, :, :, 0]), axis=1)
    top.imshow(shown, cmap="gray", vmin=0, vmax=1)
    top.set(title="10 of the 50 digits to learn from", xticks=[], yticks=[])
    bottom.set(title="The other digits from 5 to 9", xlabel="Cohen's kappa", xlim=(0, 1))
    return bottom


@look(
    "Above: ten small images, two of each digit from 5 to 9. Below: two bars, the agreement with"
    " the truth on all other images of these digits, after the same few epochs of your code. On a"
    " backbone with random weights it is small; on one that has learned 0 to 4 it is large.",
    scene=_fifty_scene,
)
def put_together(student, figure):
    axes, ((x, y), (others, truth)) = _fifty_scene(figure), _few()
    given = {"epochs": (12, 4), "rates": (0.1, 0.02), "batch_size": 10}
    starts = (("random weights", _new_backbone(1), RED), ("0 to 4 learned", _backbone(), BLUE))
    for row, (name, backbone, color) in enumerate(starts):
        model = student.add_head(backbone, 5)
        student.fine_tune(model, backbone, tf.constant(x), tf.constant(y), **given)
        kappa = student.CohenKappa(5)
        kappa.update_state(tf.constant(truth), model(tf.constant(others)))
        value = float(kappa.result())
        axes.barh(row, max(value, 0), color=color, height=0.6)
        axes.text(0.02, row, f"{name}: {value:.2f}", va="center")
    axes.set(yticks=[])
